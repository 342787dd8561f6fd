using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// How often each ordinary piece occurs in a corpus, and which stand side by side in a sequence. The counts of single
/// pieces are exact; those of pairs are, too, while the corpus has no more distinct pairs than asked for.
/// </summary>
internal sealed class CorpusCounts
{
    /// <summary>The most distinct pairs by default: they take up to 400 MB while they are counted.</summary>
    public const int DefaultPairCapacity = 1 << 24;

    /// <summary>
    /// The most tokens that are counted by default: an even sample of this size, the same every time, stands for a
    /// larger corpus, so that time and memory stay bounded on one of any size.
    /// </summary>
    public const long DefaultTokens = 1 << 24;

    private const double Smoothing = 0.5;
    private const ulong SampleSeed = 0x436F756E74; // "Count"
    private readonly long[] _pieces;
    private readonly long[] _neighbours;

    private CorpusCounts(long[] counts, long[] neighbours, PairTable pairs)
    {
        _pieces = counts;
        _neighbours = neighbours;
        Total = counts.Sum();
        Pairs = pairs.Sorted();
        PairShortfall = pairs.Shortfall;
    }

    /// <summary>V, the number of pieces.</summary>
    public int VocabularySize => _pieces.Length;

    /// <summary>Number of ordinary tokens.</summary>
    public long Total { get; }

    /// <summary>Occurrences of each piece, 0 for special ones, [V].</summary>
    public ReadOnlySpan<long> Pieces => _pieces;

    /// <summary>Ordinary neighbours that the occurrences of each piece have together, left and right, [V].</summary>
    public ReadOnlySpan<long> Neighbours => _neighbours;

    /// <summary>The pairs of neighbours, each once, in the order of their ids.</summary>
    public IReadOnlyList<PairCount> Pairs { get; }

    /// <summary>By how much a pair's count may be too low because rare pairs were dropped; 0 where none was.</summary>
    public long PairShortfall { get; }

    /// <summary>Counts all sequences of a store, or an even sample of them.</summary>
    /// <param name="store">The training part of the corpus.</param>
    /// <param name="pieces">Its vocabulary.</param>
    /// <param name="pairCapacity">The most distinct pairs held at a time; the rarest are dropped beyond that.</param>
    /// <param name="mostTokens">Where the store has more, sequences of about so many tokens are counted.</param>
    /// <param name="cancellation">Stops the counting.</param>
    /// <exception cref="ClozeException">The store is of another vocabulary, or damaged.</exception>
    public static CorpusCounts Count(
        ISequenceSource store,
        PieceTable pieces,
        int pairCapacity = DefaultPairCapacity,
        long mostTokens = DefaultTokens,
        CancellationToken cancellation = default)
    {
        store.RequireVocabulary(pieces);
        long[] counts = new long[pieces.Count];
        long[] neighbours = new long[pieces.Count];
        var pairs = new PairTable(pairCapacity);
        bool isSample = store.TokenCount > mostTokens;
        var order = new SequenceOrder(store.Count, SampleSeed);
        int[] row = new int[store.SequenceLength];
        long tokens = 0;
        for (long i = 0; i < store.Count && tokens < mostTokens; i++)
        {
            if (i % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> ids = row.AsSpan(0, store.Read(isSample ? order[0, i] : i, row));
            tokens += ids.Length;
            for (int at = 0; at < ids.Length; at++)
            {
                if (pieces.IsSpecial(ids[at])) continue;
                counts[ids[at]]++;
                if (at == 0 || pieces.IsSpecial(ids[at - 1])) continue;
                neighbours[ids[at - 1]]++;
                neighbours[ids[at]]++;
                pairs.Add(ids[at - 1], ids[at]);
            }
        }

        return new CorpusCounts(counts, neighbours, pairs);
    }

    /// <summary>ln p(piece) under the corpus's frequencies, half an occurrence added to every piece.</summary>
    public double LogProbability(int id) =>
        Math.Log((_pieces[id] + Smoothing) / (Total + (Smoothing * VocabularySize)));

    /// <summary>The same of a piece that does not occur.</summary>
    public double LogProbabilityOfNone => Math.Log(Smoothing / (Total + (Smoothing * VocabularySize)));
}
