namespace Cloze.Onnx;

/// <summary>
/// Attention of several heads (Vaswani et al. 2017), from queries, keys and values [B, S, H]:
/// softmax(Q · Kᵀ / √D + mask) · V, the heads side by side again, [B, S, H].
/// </summary>
internal static class AttentionPart
{
    /// <summary>Of queries, keys and values.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="query">Q, [B, S, H].</param>
    /// <param name="key">K, [B, S, H].</param>
    /// <param name="value">V, [B, S, H].</param>
    /// <param name="mask">Added to the scores, [B, 1, 1, S] or [B, 1, S, S].</param>
    /// <param name="hidden">H.</param>
    /// <param name="heads">A.</param>
    public static Value Of(
        GraphScope at, Value query, Value key, Value value, Value mask, int hidden, int heads)
    {
        Value queries = Heads(at, query, hidden, heads, 0, 2, 1, 3);
        Value keys = Heads(at, key, hidden, heads, 0, 2, 3, 1);
        Value values = Heads(at, value, hidden, heads, 0, 2, 1, 3);
        return OfHeads(at, queries, keys, values, mask, hidden, heads);
    }

    /// <summary>The same of heads that stand apart: queries and values [B, A, S, D], keys [B, A, D, S].</summary>
    public static Value OfHeads(
        GraphScope at, Value queries, Value keys, Value values, Value mask, int hidden, int heads)
    {
        Value scale = at.Graph.Number(1 / MathF.Sqrt((float)hidden / heads));
        Value scores = at.Add(at.Multiply(at.MatMul(queries, keys), scale), mask);
        Value context = at.MatMul(at.Softmax(scores), values);
        return at.Reshape(at.Transpose(context, 0, 2, 1, 3), 0, 0, hidden);
    }

    /// <summary>[B, S, H] as [B, S, A, D], its axes in another order.</summary>
    public static Value Heads(GraphScope at, Value value, int hidden, int heads, params long[] order) =>
        at.Transpose(at.Reshape(value, 0, 0, heads, hidden / heads), order);
}
