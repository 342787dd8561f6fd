using Cloze.Models;

namespace Cloze.Onnx;

/// <summary>
/// Encoder layers whose norms come first, with rotary positions, gated feed-forward parts and local attention, as
/// <see cref="PreNormLayer"/> computes them.
/// </summary>
/// <param name="parts">The model's parts.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="blocks">What the layers have beside.</param>
internal sealed class PreNormLayers(GraphParts parts, EncoderConfig config, PreNormConfig blocks)
{
    private const int Unbounded = -1;

    private readonly Dictionary<double, RotaryPart.Angles> _angles = [];
    private readonly Dictionary<int, Value> _masks = [];

    /// <summary>All layers and the norm behind them, [B, S, H] to [B, S, H].</summary>
    /// <param name="hidden">What the embeddings give.</param>
    /// <param name="mask">What is added to the scores, [B, 1, 1, S].</param>
    /// <param name="ids">The ids, which tell how long the texts are.</param>
    public Value Of(Value hidden, Value mask, Value ids)
    {
        for (int layer = 0; layer < config.LayerCount; layer++) hidden = Layer(layer, hidden, mask, ids);
        return parts.Norm(ModelPart.FinalNorm, hidden, config.LayerCount - 1);
    }

    // stream = attention(norm(input)) · Woᵀ + bo + input; (u, g) = norm'(stream) · W1ᵀ + b1
    // (activation(u) ∘ g) · W2ᵀ + b2 + stream
    private Value Layer(int layer, Value input, Value mask, Value ids)
    {
        Value normed = parts.Has(ModelPart.AttentionNorm, layer)
            ? parts.Norm(ModelPart.AttentionNorm, input, layer)
            : input;
        GraphScope at = parts.AtParentOf(ModelPart.QueryKeyValue, layer);
        Value context = Attend(at, layer, parts.Linear(ModelPart.QueryKeyValue, normed, layer), mask, ids);
        Value stream = at.Add(parts.Linear(ModelPart.AttentionOutput, context, layer), input);
        GraphScope inner = parts.AtParentOf(ModelPart.Inner, layer);
        Value both = parts.Linear(ModelPart.Inner, parts.Norm(ModelPart.OutputNorm, stream, layer), layer);
        Value[] halves = inner.Split(both, config.InnerSize, config.InnerSize);
        Value gated = inner.Multiply(ActivationPart.Of(inner, halves[0], config.Activation), halves[1]);
        return inner.Add(parts.Linear(ModelPart.Output, gated, layer), stream);
    }

    private Value Attend(GraphScope at, int layer, Value queryKeyValue, Value mask, Value ids)
    {
        int hidden = config.HiddenSize, heads = config.AttentionHeadCount;
        bool isFull = blocks.WindowOf(layer) is null;
        RotaryPart.Angles angles = AnglesOf(at, isFull ? blocks.FullTheta : blocks.LocalTheta, ids);
        Value[] three = at.Split(queryKeyValue, hidden, hidden, hidden);
        Value queries = RotaryPart.Turn(at, AttentionPart.Heads(at, three[0], hidden, heads, 0, 2, 1, 3), angles);
        Value keys = RotaryPart.Turn(at, AttentionPart.Heads(at, three[1], hidden, heads, 0, 2, 1, 3), angles);
        Value values = AttentionPart.Heads(at, three[2], hidden, heads, 0, 2, 1, 3);
        return AttentionPart.OfHeads(
            at,
            queries,
            at.Transpose(keys, 0, 1, 3, 2),
            values,
            MaskOf(at, blocks.WindowOf(layer) ?? Unbounded, mask, ids),
            hidden,
            heads);
    }

    private RotaryPart.Angles AnglesOf(GraphScope at, double theta, Value ids)
    {
        if (_angles.TryGetValue(theta, out RotaryPart.Angles known)) return known;
        int size = config.HiddenSize / config.AttentionHeadCount;
        return _angles[theta] = RotaryPart.Of(at, theta, config.MaximumPositions, size, at.Length(ids, 1));
    }

    private Value MaskOf(GraphScope at, int window, Value mask, Value ids)
    {
        if (window == Unbounded) return mask;
        if (_masks.TryGetValue(window, out Value known)) return known;
        return _masks[window] = at.Add(mask, MaskPart.Beyond(at, window, at.Length(ids, 1)));
    }
}
