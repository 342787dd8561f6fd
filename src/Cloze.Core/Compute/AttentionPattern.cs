namespace Cloze.Compute;

/// <summary>How the tokens of a sequence attend to each other: in how many heads, how far, turned by what.</summary>
/// <param name="Heads">A, the number of heads.</param>
/// <param name="Window">
/// A query sees the keys that are at most so many tokens away, on both sides; <see cref="Unbounded"/> for all of its
/// sequence.
/// </param>
/// <param name="Angles">
/// Cosines and sines of a <see cref="RotaryAngles"/>, [P, D], for P positions at least; none where positions turn
/// nothing. Positions begin with 0 in every sequence.
/// </param>
internal readonly record struct AttentionPattern(
    int Heads, int Window = AttentionPattern.Unbounded, Tensor Angles = default)
{
    /// <summary>The window of a query that sees all of its sequence.</summary>
    public const int Unbounded = int.MaxValue;

    /// <summary>So many heads whose queries see all of their sequence, without positions.</summary>
    public static implicit operator AttentionPattern(int heads) => new(heads);

    /// <summary>How many pairs of a query and a key it sees the sequences have.</summary>
    /// <param name="starts">Where each sequence begins, and T.</param>
    public double Pairs(ReadOnlySpan<int> starts)
    {
        double pairs = 0;
        for (int i = 1; i < starts.Length; i++) pairs += Pairs(starts[i] - starts[i - 1]);
        return pairs;
    }

    // 2w + 1 keys a query; at each end of the sequence 1 to w are missing.
    private double Pairs(double length)
    {
        double window = Math.Min(Window, Math.Max(0, length - 1));
        return (length * ((2 * window) + 1)) - (window * (window + 1));
    }
}
