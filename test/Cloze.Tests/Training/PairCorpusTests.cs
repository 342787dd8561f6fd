using Cloze.Data;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>What a run says of a corpus that gives no pairs to learn from.</summary>
public sealed class PairCorpusTests : IDisposable
{
    private const string Hint =
        "Give more documents, or cut them finer (`document` blank-line or line); or give `objective` mlm+sop, which "
        + "needs one only, or mlm.";

    private readonly PairRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_file_that_is_kept_together_is_one_document()
    {
        ClozeException error = Fail(Options with { Document = DocumentRule.File });
        Assert.Equal(
            "The corpus is one document: next-sentence prediction takes random second texts from other documents, of "
            + "which there is none, so what is random could not be told from what follows.",
            error.Message);
        Assert.Equal(Hint, error.Hint);
    }

    [Fact]
    public void One_document_to_train_on_is_refused_and_is_enough_for_the_order()
    {
        string text = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"Ka bo {i}."));
        File.WriteAllText(_run.Corpus, $"{text}\n\n{text} Di.");
        ClozeException error = Fail(Options);
        Assert.StartsWith("The part trained on is one document: next-sentence prediction", error.Message);
        Assert.Equal(Hint, error.Hint);

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
            + "one sentence each, or there are too few of them.$",
            error.Message);
        Assert.Equal(
            "Keep more text together (`document` file), or give `sentences` line where every line is a sentence.",
            error.Hint);

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
            + "`document` file keeps more text together."));
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

    private TrainingOptions Options => _run.Options("model", 1, TrainingObjective.NextSentence);

    private static ClozeException Fail(TrainingOptions options) =>
        Assert.Throws<ClozeException>(() => PairRun.Run(options));
}
