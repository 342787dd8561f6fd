namespace Cloze.Onnx;

/// <summary>LayerNorm of the last axis; mean and variance are computed in 32 bits in any case.</summary>
internal static class NormPart
{
    /// <summary>The layer NAME, with NAME.weight and, where it has one, NAME.bias.</summary>
    public static Value Of(GraphScope at, Value input, string name, float epsilon, bool hasBias = true)
    {
        Value gain = at.Graph.Parameter($"{name}.weight");
        Value[] inputs = hasBias ? [input, gain, at.Graph.Parameter($"{name}.bias")] : [input, gain];
        return at.Apply(
            "LayerNormalization", inputs, NodeAttribute.Of("axis", -1), NodeAttribute.Of("epsilon", epsilon));
    }
}
