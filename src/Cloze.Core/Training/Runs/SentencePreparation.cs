using Cloze.Data;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>From documents to sentences, for an objective with pairs; refuses what gives none to learn from.</summary>
/// <param name="options">The run's options; they have pairs.</param>
/// <param name="folder">Where the stores go.</param>
/// <param name="observer">Hears what a person should know.</param>
/// <param name="cancellation">Stops the preparation.</param>
internal sealed class SentencePreparation(
    EffectiveOptions options, CheckpointFolder folder, ITrainingObserver observer, CancellationToken cancellation)
{
    private const double MostChanged = 0.75;
    private const string OneDocument =
        "next-sentence prediction takes random second texts from other documents, of which there is none, so what is "
        + "random could not be told from what follows";

    private const string MoreDocuments =
        "Give more documents, or cut them finer (`document` blank-line or line); or give `objective` mlm+sop, which "
        + "needs one only, or mlm.";

    private PairOptions Pairs => options.Pairs!;

    /// <summary>Refuses a corpus that is one document, though it may be read in parts.</summary>
    /// <param name="listing">The files of the corpus; null where it is not from files.</param>
    /// <exception cref="ClozeException">It is one file, kept together.</exception>
    public void Require(CorpusListing? listing)
    {
        bool isOne = Pairs.Rule == PairRule.NextSentence
            && listing is { Files: [var file] }
            && options.Corpus!.DocumentRule == DocumentRule.File
            && CorpusFiles.Format(file) != ".jsonl";
        if (isOne) throw new ClozeException($"The corpus is one document: {OneDocument}.", MoreDocuments);
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
    public CorpusSentences Open(string store, IEnumerable<string>? heldOut, Tokenizer tokenizer, PieceTable pieces) =>
        Complete(
            new SentenceStore(StoreCorpus.OpenDocuments(store, StoreHalf.Training, pieces), pieces),
            () => heldOut is null
                ? new SentenceStore(StoreCorpus.OpenDocuments(store, StoreHalf.HeldOut, pieces), pieces)
                : Build(heldOut, tokenizer, pieces));

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
        if (counts.Kept == 0)
        {
            throw new ClozeException(
                $"None of the {counts.Pairs} sentence pairs has a second text that follows the first: the documents "
                + "have one sentence each, or there are too few of them.",
                "Keep more text together (`document` file), or give `sentences` line where every line is a sentence.");
        }

        if (counts.ChangedShare > MostChanged)
        {
            observer.OnMessage(FormattableString.Invariant(
                $"{100 * counts.ChangedShare:0} % of the second texts are random, as many documents have a single ")
                + "sentence: little is learned from that. `document` file keeps more text together.");
        }

        return counts;
    }

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
