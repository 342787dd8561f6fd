namespace Cloze.Data;

/// <summary>How long the sentences of a corpus are, which tells why it gives few pairs or none.</summary>
/// <param name="Documents">Documents.</param>
/// <param name="Several">Of these, those of two sentences or more.</param>
/// <param name="Sentences">Sentences.</param>
/// <param name="Tokens">Their tokens, without special ones.</param>
/// <param name="Followed">Sentences that another of their document follows.</param>
/// <param name="Filling">Of these, those that fill a pair alone, so that none is added.</param>
internal sealed record SentenceFigures(
    long Documents, long Several, long Sentences, long Tokens, long Followed, long Filling)
{
    private const int MostDocuments = 1 << 16;

    /// <summary>Tokens of a sentence, on average.</summary>
    public double MeanTokens => (double)Tokens / Math.Max(1, Sentences);

    /// <summary>Whether most sentences that could have a second text behind them fill a pair alone.</summary>
    public bool AreTooLong => 2 * Filling > Followed;

    /// <summary>Counts them, of a large store those of an even sample of documents.</summary>
    /// <param name="store">The documents.</param>
    /// <param name="options">Tells how long a pair is.</param>
    /// <param name="seed">Chooses the sample.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ClozeException">The store's file is damaged.</exception>
    public static SentenceFigures Count(
        SentenceStore store, PairOptions options, ulong seed, CancellationToken cancellation = default)
    {
        SentenceDocument document = store.CreateDocument();
        long documents = 0, several = 0, sentences = 0, tokens = 0, filling = 0;
        foreach (long index in SequenceOrder.Sample(store.DocumentCount, MostDocuments, seed))
        {
            cancellation.ThrowIfCancellationRequested();
            store.Read(index, document);
            documents++;
            sentences += document.SentenceCount;
            tokens += document.Ids.Length;
            if (document.SentenceCount > 1) several++;
            for (int i = 0; i < document.SentenceCount - 1; i++)
            {
                if (document.StartOf(i + 1) - document.StartOf(i) >= options.MostTokens) filling++;
            }
        }

        return new SentenceFigures(documents, several, sentences, tokens, sentences - documents, filling);
    }
}
