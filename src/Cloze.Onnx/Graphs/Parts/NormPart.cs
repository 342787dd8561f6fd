namespace Cloze.Onnx;

/// <summary>LayerNorm of the last axis; mean and variance are computed in 32 bits in any case.</summary>
internal static class NormPart
{
    /// <summary>gain · (x - mean) / √(variance + epsilon) + bias.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="input">x.</param>
    /// <param name="gain">The gain's name.</param>
    /// <param name="bias">The bias's name; null for none.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static Value Of(GraphScope at, Value input, string gain, string? bias, float epsilon)
    {
        Value[] inputs = bias is null
            ? [input, at.Graph.Parameter(gain)]
            : [input, at.Graph.Parameter(gain), at.Graph.Parameter(bias)];
        return at.Apply(
            "LayerNormalization", inputs, NodeAttribute.Of("axis", -1), NodeAttribute.Of("epsilon", epsilon));
    }
}
