using Cloze.Data;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>What a run says of a corpus that gives no pairs to learn from.</summary>
public sealed class PairCorpusTests : IDisposable
{
    private const string OneDocument =
        "next-sentence prediction takes random second texts from other documents, of which there is none, so what is "
        + "random could not be told from what follows.";

    private const string BlankLineHint =
        "Give more documents; put a blank line between texts, or give `document` line where every line is a text; or "
        + "give `objective` mlm+sop, which needs one only, or mlm.";

    private readonly PairRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_file_that_is_kept_together_is_one_document()
    {
        ClozeException error = Fail(Options with { Document = DocumentRule.File });
        Assert.Equal($"The corpus is one document: {OneDocument}", error.Message);
        Assert.Equal(
            "Give more documents; put a blank line between texts alone and give `document` blank-line, or give line "
            + "where every line is a text; or give `objective` mlm+sop, which needs one only, or mlm.",
            error.Hint);
    }

    [Fact]
    public void A_long_text_without_blank_lines_is_one_document_in_parts()
    {
        File.WriteAllText(_run.Corpus, LongText);
        ClozeException error = Fail(Options);
        Assert.Equal(
            $"The corpus is 1 document, cut into 3 parts of at most 8,192 characters: {OneDocument}", error.Message);
        Assert.Equal(BlankLineHint, error.Hint);

        var observer = new RecordingObserver();
        PairRun.Run(
            Options with { Objective = TrainingObjective.SentenceOrder, Initialization = InitializationKind.Random },
            observer);
        Assert.Contains(
            "1 file gave 1 document, cut into 3 parts of at most 8,192 characters.", observer.Messages);
    }

    [Fact]
    public void A_store_of_one_long_text_is_one_document_in_parts()
    {
        File.WriteAllText(_run.Corpus, LongText);
        string store = _run.PathOf("store"), heldOut = _run.PathOf("held-out.txt");
        File.WriteAllText(heldOut, "Ka bo 1. Ka bo 2.\n\nKa bo 3. Ka bo 4.");
        StorePreparation.Run(new StoreOptions
        {
            Corpus = new CorpusOptions { Paths = [_run.Corpus] },
            Output = store,
            VocabularySize = 100,
            Sentences = SentenceRule.Text,
        });
        ClozeException error = Fail(
            Options with { Data = [store], Validation = [heldOut], VocabularySize = null });
        Assert.Equal(
            $"The corpus is 1 document, cut into 3 parts of at most 8,192 characters: {OneDocument}", error.Message);
        Assert.Equal("Give more documents; or give `objective` mlm+sop, which needs one only, or mlm.", error.Hint);
    }

    [Fact]
    public void Two_long_texts_take_random_texts_from_each_other()
    {
        File.WriteAllText(_run.Corpus, LongText);
        string other = _run.PathOf("other.txt");
        File.WriteAllText(other, LongText.Replace("Ka", "Di", StringComparison.Ordinal));
        var observer = new RecordingObserver();
        PairRun.Run(
            Options with { Data = [_run.Corpus, other], Initialization = InitializationKind.Random }, observer);
        Assert.Contains(
            "2 files gave 2 documents, cut into 6 parts of at most 8,192 characters.", observer.Messages);
        Assert.True(observer.Starts[0].Corpus.Pairs!.Kept > 0);
    }

    [Fact]
    public void One_document_to_train_on_is_refused_and_is_enough_for_the_order()
    {
        string text = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"Ka bo {i}."));
        File.WriteAllText(_run.Corpus, $"{text}\n\n{text} Di.");
        ClozeException error = Fail(Options);
        Assert.StartsWith("The part trained on is one document: next-sentence prediction", error.Message);
        Assert.Equal(BlankLineHint, error.Hint);

        var observer = new RecordingObserver();
        PairRun.Run(
            Options with { Objective = TrainingObjective.SentenceOrder, Initialization = InitializationKind.Random },
            observer);
        Assert.NotNull(observer.Starts[0].Corpus.Pairs);
    }

    [Fact]
    public void Documents_of_one_sentence_are_refused_unless_its_lines_are_sentences()
    {
        File.WriteAllText(_run.Corpus, string.Join("\n\n", Enumerable.Range(0, 40).Select(i => $"bo {i}\nka {i % 3}")));
        ClozeException error = Fail(Options);
        Assert.Matches(
            "^None of the [0-9]+ sentence pairs has a second text that follows the first: the documents have "
            + "one sentence each.$",
            error.Message);
        Assert.Equal(
            "Put a blank line between texts alone, or give `sentences` line where every line is a sentence.",
            error.Hint);

        string other = _run.PathOf("other.txt");
        File.WriteAllText(other, "bo ka");
        Assert.Equal(
            "Give `document` file to keep a file together, or give `sentences` line where every line is a sentence.",
            Fail(Options with { Data = [_run.Corpus, other] }).Hint);

        var observer = new RecordingObserver();
        PairRun.Run(Options with { Sentences = SentenceRule.Line }, observer);
        Assert.InRange(observer.Starts[0].Corpus.Pairs!.Kept, 5, 30);
    }

    [Fact]
    public void Many_documents_of_one_sentence_are_remarked_on()
    {
        string[] documents = [.. Enumerable.Range(0, 60).Select(i => i % 6 == 0 ? $"Ka {i}. Bo {i}." : $"Di fu {i}")];
        File.WriteAllText(_run.Corpus, string.Join("\n\n", documents));
        var observer = new RecordingObserver();
        PairRun.Run(Options, observer);
        Assert.Contains(observer.Messages, message => message.EndsWith(
            "% of the second texts are random, as many documents have a single sentence: little is learned from that. "
            + "Put a blank line between texts alone."));
    }

    [Fact]
    public void Sentences_that_fill_a_pair_alone_are_told_by_the_length_of_sequences()
    {
        ClozeException error = Fail(Options with { SequenceLength = 8 });
        Assert.Matches(
            "^None of the [0-9]+ sentence pairs has a second text that follows the first: `sequence_length` is 8, "
            + "which leaves 5 tokens to both texts, and sentences have [0-9]+[.][0-9] on average, so that one fills a "
            + "pair alone[.]$",
            error.Message);
        Assert.Matches(
            "^Give a larger `sequence_length`: two such sentences and the special tokens take [0-9]+[.]$", error.Hint);
    }

    [Fact]
    public void One_held_out_document_gives_no_measure()
    {
        string heldOut = _run.PathOf("held-out.txt");
        File.WriteAllText(heldOut, "Ka bo di. Ka fu be.");
        var observer = new RecordingObserver();
        TrainingResult result = PairRun.Run(Options with { Validation = [heldOut] }, observer);
        Assert.Null(result.Evaluation!.NextSentence);
        Assert.Contains(
            "Next-sentence prediction is not measured: the held-out part is one document, so no second text of another "
            + "can be shown. More documents, or a larger `held_out` share, would give it some.",
            observer.Messages);
    }

    [Fact]
    public void Sequences_too_short_for_a_pair_are_refused_by_their_option()
    {
        var error = Assert.Throws<ClozeException>(() => PairRun.Run(Options with { SequenceLength = 4 }));
        Assert.Contains("`sequence_length`", error.Message);
    }

    /// <summary>22,889 characters in one line.</summary>
    private static string LongText => string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"Ka bo {i}."));

    private TrainingOptions Options => _run.Options("model", 1, TrainingObjective.NextSentence);

    private static ClozeException Fail(TrainingOptions options) =>
        Assert.Throws<ClozeException>(() => PairRun.Run(options));
}
