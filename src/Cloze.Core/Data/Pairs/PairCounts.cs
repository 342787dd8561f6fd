namespace Cloze.Data;

/// <summary>What the pairs of one pass over a corpus amount to.</summary>
/// <param name="Pairs">Sequences, those of a text that stands alone among them.</param>
/// <param name="Kept">Pairs whose second text follows the first: label 0.</param>
/// <param name="Changed">Pairs whose second text is random, or whose texts were swapped: label 1.</param>
public sealed record PairCounts(long Pairs, long Kept, long Changed)
{
    private const int MostDocuments = 1 << 20;

    /// <summary>The share of the asked pairs with label 1; 0 where none is asked.</summary>
    public double ChangedShare => Kept + Changed == 0 ? 0 : (double)Changed / (Kept + Changed);

    /// <summary>
    /// Counts the pairs of the first epoch, of a large store those of an even sample of documents; their texts are not
    /// looked at.
    /// </summary>
    internal static PairCounts Count(
        SentenceStore store, PairOptions options, ulong seed, CancellationToken cancellation = default)
    {
        var maker = new PairMaker(store, options);
        var pairs = new List<SentencePair>();
        long count = 0, kept = 0, changed = 0;
        foreach (long document in SequenceOrder.Sample(store.DocumentCount, MostDocuments, seed))
        {
            if (count % 64 == 0) cancellation.ThrowIfCancellationRequested();
            pairs.Clear();
            maker.Make(document, seed, 0, pairs);
            count += pairs.Count;
            kept += pairs.Count(pair => pair.Label == 0);
            changed += pairs.Count(pair => pair.Label == 1);
        }

        return new PairCounts(count, kept, changed);
    }
}
