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

    private const double Smoothing = 0.5;
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

    /// <summary>Counts all sequences of a store.</summary>
    /// <param name="store">The training part of the corpus.</param>
    /// <param name="pieces">Its vocabulary.</param>
    /// <param name="pairCapacity">The most distinct pairs held at a time; the rarest are dropped beyond that.</param>
    /// <param name="cancellation">Stops the counting.</param>
    /// <exception cref="ClozeException">The store is of another vocabulary, or damaged.</exception>
    public static CorpusCounts Count(
        TokenStore store,
        PieceTable pieces,
        int pairCapacity = DefaultPairCapacity,
        CancellationToken cancellation = default)
    {
        store.RequireVocabulary(pieces);
        long[] counts = new long[pieces.Count];
        long[] neighbours = new long[pieces.Count];
        var pairs = new PairTable(pairCapacity);
        int[] row = new int[store.SequenceLength];
        for (int sequence = 0; sequence < store.Count; sequence++)
        {
            if (sequence % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> ids = row.AsSpan(0, store.Read(sequence, row));
            for (int i = 0; i < ids.Length; i++)
            {
                if (pieces.IsSpecial(ids[i])) continue;
                counts[ids[i]]++;
                if (i == 0 || pieces.IsSpecial(ids[i - 1])) continue;
                neighbours[ids[i - 1]]++;
                neighbours[ids[i]]++;
                pairs.Add(ids[i - 1], ids[i]);
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
