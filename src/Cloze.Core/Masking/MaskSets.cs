namespace Cloze.Masking;

/// <summary>
/// How the order of a sequence's words is cut into sets, and which of them is asked for. Where masks may come again,
/// there is one set, the whole sequence, with an order of its own in every epoch.
/// </summary>
/// <remarks>
/// A sequence of n tokens at a rate r has floor(1 / r) sets of r · n tokens, rounded down or up such that together they
/// have as many as they should; the epochs take one after another, and then there is a new order. So a token is never
/// predicted twice before the sets of its order are through; where 1 / r is whole, each is predicted once by then.
/// </remarks>
/// <param name="Set">The number of the set asked for, from 0.</param>
/// <param name="Share">Tokens of a set, not rounded.</param>
/// <param name="Offset">What decides which sets are rounded up, in [0, 1).</param>
/// <param name="Tokens">n, the sequence's ordinary tokens.</param>
internal readonly record struct MaskSets(int Set, double Share, float Offset, int Tokens)
{
    // 1 / 0.2f is a little less than 5.
    private const double Rounding = 1e-6;

    /// <summary>One set of all tokens.</summary>
    public static MaskSets Whole(int tokens) => new(0, tokens, 0, tokens);

    /// <summary>The number of sets of a sequence.</summary>
    public static int Count(double rate, int tokens) =>
        Math.Max(1, (int)((tokens / ShareOf(rate, tokens)) + Rounding));

    /// <summary>The set of an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="rate">The highest rate of the run.</param>
    /// <param name="tokens">The sequence's ordinary tokens, at least one.</param>
    /// <param name="random">The stream of the order that the epoch has.</param>
    public static MaskSets Of(uint epoch, double rate, int tokens, ref KeyedRandom random) => new(
        (int)(epoch % (uint)Count(rate, tokens)), ShareOf(rate, tokens), random.NextSingle(), tokens);

    /// <summary>The tokens that a set has room for.</summary>
    public int Room(int set) => Edge(set + 1) - Edge(set);

    private static double ShareOf(double rate, int tokens) => Math.Max(rate * tokens, 1);

    private int Edge(int set) => (int)Math.Min(Tokens, (set * Share) + Offset);
}
