namespace Cloze.Formats;

/// <summary>A weight of an ONNX model, by the name that it has in the model it was exported from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions, a matrix of a linear layer [outputs, inputs].</param>
/// <param name="Values">The constant that holds it.</param>
/// <param name="IsTransposed">Whether the constant is [inputs, outputs].</param>
/// <param name="Scales">Of a weight in bytes, the factors: one, or one a row of the weight; null for floats.</param>
/// <param name="ZeroPoints">The bytes of the value 0, as many; null for 0.</param>
internal sealed record OnnxWeight(
    string Name,
    IReadOnlyList<long> Shape,
    OnnxTensor Values,
    bool IsTransposed,
    OnnxTensor? Scales = null,
    OnnxTensor? ZeroPoints = null)
{
    /// <summary>Whether its values are not the constant's, but made of them.</summary>
    public bool IsMade => IsTransposed || Scales is not null;
}
