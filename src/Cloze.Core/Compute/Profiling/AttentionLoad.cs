namespace Cloze.Compute;

/// <summary>What a call of attention has to do, which its kernels' arguments do not tell.</summary>
/// <param name="Tokens">Tokens of the batch.</param>
/// <param name="Pairs">Pairs of a query and a key, summed over the sequences.</param>
internal readonly record struct AttentionLoad(long Tokens, double Pairs)
{
    /// <summary>The load of full attention within each sequence.</summary>
    public static AttentionLoad Of(ReadOnlySpan<int> starts)
    {
        double pairs = 0;
        for (int i = 1; i < starts.Length; i++) pairs += Math.Pow(starts[i] - starts[i - 1], 2);
        return new AttentionLoad(starts.IsEmpty ? 0 : starts[^1] - starts[0], pairs);
    }
}
