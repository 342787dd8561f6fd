using Cloze.Models;

namespace Cloze.Onnx;

/// <summary>Encoder layers whose norms come after the blocks, as <see cref="PostNormLayer"/> computes them.</summary>
/// <param name="parts">The model's parts.</param>
/// <param name="config">The model's sizes.</param>
internal sealed class PostNormLayers(GraphParts parts, EncoderConfig config)
{
    /// <summary>All layers, [B, S, H] to [B, S, H].</summary>
    /// <param name="hidden">What the embeddings give.</param>
    /// <param name="mask">What is added to the scores, [B, 1, 1, S].</param>
    public Value Of(Value hidden, Value mask)
    {
        for (int layer = 0; layer < config.LayerCount; layer++) hidden = Layer(layer, hidden, mask);
        return hidden;
    }

    // attended = norm(attention(input) · Woᵀ + bo + input)
    // norm(activation(attended · W1ᵀ + b1) · W2ᵀ + b2 + attended)
    private Value Layer(int layer, Value input, Value mask)
    {
        Value context = AttentionPart.Of(
            parts.AtParentOf(ModelPart.Query, layer),
            parts.Linear(ModelPart.Query, input, layer),
            parts.Linear(ModelPart.Key, input, layer),
            parts.Linear(ModelPart.Value, input, layer),
            mask,
            config.HiddenSize,
            config.AttentionHeadCount);
        Value attended = AddNorm(ModelPart.AttentionOutput, ModelPart.AttentionNorm, layer, context, input);
        Value activated = ActivationPart.Of(
            parts.At(ModelPart.Inner, layer), parts.Linear(ModelPart.Inner, attended, layer), config.Activation);
        return AddNorm(ModelPart.Output, ModelPart.OutputNorm, layer, activated, attended);
    }

    private Value AddNorm(ModelPart linear, ModelPart norm, int layer, Value value, Value residual)
    {
        Value sum = parts.At(linear, layer).Add(parts.Linear(linear, value, layer), residual);
        return parts.Norm(norm, sum, layer);
    }
}
