namespace Cloze.Onnx;

/// <summary>Keeps tokens from looking at padding.</summary>
internal static class MaskPart
{
    // Far below any score, so that exp gives 0, and within the range of 16 bits with a score added.
    private const float Unseen = -30000;

    /// <summary>
    /// What is added to the scores, [B, 1, 1, S]: 0 where the mask [B, S] is 1, far below where it is 0.
    /// </summary>
    public static Value Of(GraphScope at, Value mask)
    {
        Value seen = at.ToFloat(at.Unsqueeze(mask, 1, 2));
        return at.Multiply(at.Subtract(at.Graph.Number(1), seen), at.Graph.Number(Unseen));
    }

    /// <summary>
    /// What is added to the scores where queries see what is near, [S, S]: far below where a key is further away than a
    /// window, on either side.
    /// </summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="window">How far a query sees.</param>
    /// <param name="length">S, [1].</param>
    public static Value Beyond(GraphScope at, int window, Value length)
    {
        Value end = at.Apply("Squeeze", length, at.Graph.Integers(0));
        Value places = at.Apply("Range", at.Graph.Integer(0), end, at.Graph.Integer(1));
        Value distance = at.Apply("Abs", at.Subtract(at.Unsqueeze(places, 1), at.Unsqueeze(places, 0)));
        Value far = at.ToFloat(at.Apply("Greater", distance, at.Graph.Integers(window)));
        return at.Multiply(far, at.Graph.Number(Unseen));
    }
}
