using Cloze.Data;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>From documents to sentences, for an objective with pairs; refuses what gives none to learn from.</summary>
/// <param name="options">The run's options; they have pairs.</param>
/// <param name="listing">The files of the corpus; null where it is not from files.</param>
/// <param name="folder">Where the stores go.</param>
/// <param name="observer">Hears what a person should know.</param>
/// <param name="cancellation">Stops the preparation.</param>
internal sealed class SentencePreparation(
    EffectiveOptions options,
    CorpusListing? listing,
    CheckpointFolder folder,
    ITrainingObserver observer,
    CancellationToken cancellation)
{
    private const double MostChanged = 0.75;
    private const string OneDocument =
        "next-sentence prediction takes random second texts from other documents, of which there is none, so what is "
        + "random could not be told from what follows";

    private PairOptions Pairs => options.Pairs!;

    // What separates documents in the text files; null where there are none.
    private DocumentRule? Rule => listing is { HasPlainText: true } ? options.Corpus!.DocumentRule : null;

    private string MoreDocuments
    {
        get
        {
            string finer = DocumentAdvice.Finer(Rule) is { } found ? $"; {found}" : "";
            return $"Give more documents{finer}; or give `objective` mlm+sop, which needs one only, or mlm.";
        }
    }

    private string Longer => DocumentAdvice.Longer(Rule, listing?.Files.Count == 1);

    /// <summary>Refuses a corpus that is one document, though it may be read in parts.</summary>
    /// <exception cref="ClozeException">It is one file, kept together.</exception>
    public void Require()
    {
        bool isOne = Pairs.Rule == PairRule.NextSentence
            && listing is { Files: [var file] }
            && options.Corpus!.DocumentRule == DocumentRule.File
            && CorpusFiles.IsPlainText(file);
        if (isOne) throw new ClozeException($"The corpus is one document: {OneDocument}.", MoreDocuments);
    }

    /// <summary>Refuses a corpus that was found to be one document, cut into parts as it is long.</summary>
    /// <param name="tally">The documents that were read.</param>
    /// <exception cref="ClozeException">All parts are of one document.</exception>
    public void Require(DocumentTally tally)
    {
        if (Pairs.Rule != PairRule.NextSentence || !tally.IsOneInParts) return;
        string described = tally.Describe(options.Corpus!.LongestDocument);
        throw new ClozeException($"The corpus is {described}: {OneDocument}.", MoreDocuments);
    }

    /// <summary>Builds the stores of both parts.</summary>
    /// <exception cref="ClozeException">A file cannot be written, or only one document is to be trained on.</exception>
    public CorpusSentences Build(
        IEnumerable<string> training, IEnumerable<string> heldOut, Tokenizer tokenizer, PieceTable pieces) =>
        Complete(Build(training, tokenizer, pieces), () => Build(heldOut, tokenizer, pieces));

    /// <summary>Opens both parts of a prepared store.</summary>
    /// <param name="store">The store's folder.</param>
    /// <param name="heldOut">Texts to evaluate on in place of what the store holds out.</param>
    /// <param name="tokenizer">The tokenizer, for these.</param>
    /// <param name="pieces">The vocabulary.</param>
    /// <exception cref="ClozeException">The store cannot be used, or only one document is to be trained on.</exception>
    public CorpusSentences Open(string store, IEnumerable<string>? heldOut, Tokenizer tokenizer, PieceTable pieces)
    {
        if (CorpusStore.ReadTally(store) is { } tally) Require(tally);
        return Complete(
            new SentenceStore(StoreCorpus.OpenDocuments(store, StoreHalf.Training, pieces), pieces),
            () => heldOut is null
                ? new SentenceStore(StoreCorpus.OpenDocuments(store, StoreHalf.HeldOut, pieces), pieces)
                : Build(heldOut, tokenizer, pieces));
    }

    private CorpusSentences Complete(SentenceStore first, Func<SentenceStore> heldOut)
    {
        try
        {
            if (Pairs.Rule == PairRule.NextSentence && first.DocumentCount < 2)
            {
                throw new ClozeException($"The part trained on is one document: {OneDocument}.", MoreDocuments);
            }

            var sentences = new CorpusSentences(first, heldOut());
            SayWhatIsNotMeasured(sentences.HeldOut);
            return sentences;
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    /// <summary>Counts the pairs of the first pass, and refuses those that have one label only.</summary>
    /// <exception cref="ClozeException">No second text follows its first.</exception>
    public PairCounts Count(CorpusSentences sentences)
    {
        var counts = PairCounts.Count(sentences.Training, Pairs, options.Seed, cancellation);
        if (counts.Kept > 0 && counts.ChangedShare <= MostChanged) return counts;
        var figures = SentenceFigures.Count(sentences.Training, Pairs, options.Seed, cancellation);
        if (counts.Kept == 0) throw NothingFollows(counts, figures);
        observer.OnMessage(MostAreRandom(counts, figures));
        return counts;
    }

    private ClozeException NothingFollows(PairCounts counts, SentenceFigures figures)
    {
        (string why, string hint) = figures switch
        {
            { Several: 0 } => (
                "the documents have one sentence each",
                $"{Longer}, or give `sentences` line where every line is a sentence."),
            { AreTooLong: true } => (
                $"{TooShort(figures)}, so that one fills a pair alone",
                $"Give a larger `sequence_length`: two such sentences and the special tokens take {Two(figures)}."),
            _ => (
                FormattableString.Invariant(
                    $"{figures.Several} of {figures.Documents} documents have two sentences or more, too few"),
                "Give more text, or give `objective` mlm."),
        };
        return new ClozeException(
            FormattableString.Invariant(
                $"None of the {counts.Pairs} sentence pairs has a second text that follows the first: {why}."),
            hint);
    }

    private string MostAreRandom(PairCounts counts, SentenceFigures figures)
    {
        string share = FormattableString.Invariant($"{100 * counts.ChangedShare:0} % of the second texts are random");
        return figures.AreTooLong
            ? $"{share}, as {TooShort(figures)}: little is learned from that. Give a larger `sequence_length`."
            : $"{share}, as many documents have a single sentence: little is learned from that. {Longer}.";
    }

    private string TooShort(SentenceFigures figures) => FormattableString.Invariant(
        $"`sequence_length` is {Pairs.SequenceLength}, which leaves {Pairs.MostTokens} tokens to both texts, and ")
        + FormattableString.Invariant($"sentences have {figures.MeanTokens:0.0} on average");

    private static int Two(SentenceFigures figures) =>
        (int)Math.Ceiling(2 * figures.MeanTokens) + PairOptions.SpecialTokens;

    private void SayWhatIsNotMeasured(SentenceStore heldOut)
    {
        if (Pairs.Rule != PairRule.NextSentence || heldOut.DocumentCount > 1) return;
        observer.OnMessage(
            "Next-sentence prediction is not measured: the held-out part is one document, so no second text of another "
            + "can be shown. More documents, or a larger `held_out` share, would give it some.");
    }

    private SentenceStore Build(IEnumerable<string> documents, Tokenizer tokenizer, PieceTable pieces) => new(
        TokenFiles.Build(folder, path => TokenStoreBuilder.Build(
            documents,
            SentenceStore.Tokenizer(
                (text, ids) => tokenizer.AppendIds(text.Span, ids),
                options.Options.Sentences ?? SentenceRule.Text,
                pieces.SeparatorId),
            pieces,
            SentenceStore.Options(options.ThreadCount),
            path,
            cancellation)),
        pieces);
}
