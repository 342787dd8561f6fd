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
}
