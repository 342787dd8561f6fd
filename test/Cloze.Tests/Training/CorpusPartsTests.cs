using Cloze.Data;
using Cloze.Text;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>What a run says of a corpus it cannot use, with a tokenizer at hand and with one to be trained.</summary>
public sealed class CorpusPartsTests
{
    private const string Finer =
        "Give more text, cut it finer (`document` blank-line or line makes many documents of a file), name other files "
        + "to evaluate on as `validation`, or give `held_out` 0 to evaluate on what is trained on.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_document_cannot_be_split(bool isNew)
    {
        ClozeException error = Fail(["the cat sees the house"], isNew);

        Assert.Equal(
            "The corpus has one document, expected at least two: one to train on and one to be held out.",
            error.Message);
        Assert.Equal(Finer, error.Hint);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(false, 7)]
    [InlineData(true, 2)]
    [InlineData(true, 7)]
    public void Where_the_hash_holds_out_nothing_one_document_is_held_out(bool isNew, int count)
    {
        (CorpusSummary corpus, List<string> said) = Train(Documents(isHeldOut: false).Take(count), isNew);

        Assert.Equal((count - 1, 1), (corpus.TrainingDocuments, corpus.HeldOutDocuments));
        Assert.Contains(
            $"None of the {count} documents falls into the held-out tenth by its hash: the one whose hash comes first "
            + "is held out alone, and says little about other text.",
            said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_the_hash_holds_out_everything_one_document_is_held_out(bool isNew)
    {
        (CorpusSummary corpus, List<string> said) = Train(Documents(isHeldOut: true).Take(3), isNew);

        Assert.Equal((2, 1), (corpus.TrainingDocuments, corpus.HeldOutDocuments));
        Assert.Contains(said, message => message.StartsWith("All 3 documents fall into the held-out tenth"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(100, 0)]
    public void With_a_share_of_nothing_all_is_trained_on_and_some_of_it_evaluated_on(int count, int evaluated)
    {
        using var run = new TinyRun();
        string[] documents = [.. File.ReadAllText(run.Corpus).Split("\n\n").Where(
            text => count == 100 || !HeldOut.Contains(text)).Take(count)];
        File.WriteAllText(run.Corpus, string.Join("\n\n", documents));
        var observer = new RecordingObserver();

        TrainingResult result = run.Run(run.Options(2) with { HeldOut = 0 }, observer);

        if (evaluated == 0) evaluated = documents.Count(text => HeldOut.Contains(text));
        Assert.NotEqual(0, evaluated);
        CorpusSummary corpus = observer.Starts[0].Corpus;
        Assert.Equal((count, evaluated), (corpus.TrainingDocuments, corpus.HeldOutDocuments));
        Assert.NotNull(result.Evaluation);
        Assert.Contains(observer.Messages, message => message.StartsWith("Nothing is held out"));
    }

    [Fact]
    public void What_became_how_many_documents_is_said()
    {
        using var run = new TinyRun();
        File.WriteAllText(Path.Combine(run.Path, "more.txt"), "the cat\n\na dog\n\nthe road");
        var observer = new RecordingObserver();

        run.Run(run.Options(1) with { Data = [run.Corpus, Path.Combine(run.Path, "more.txt")] }, observer);

        CorpusSummary corpus = observer.Starts[0].Corpus;
        Assert.Equal((2, 103), (corpus.Files, corpus.TrainingDocuments + corpus.HeldOutDocuments));
        Assert.Contains(
            "2 files gave 103 documents: a blank line ends one. Give `document` file to keep a file together.",
            observer.Messages);
    }

    [Fact]
    public void A_run_does_not_read_what_it_wrote()
    {
        using var run = new TinyRun();
        TrainingOptions options = run.Options(1) with { Data = [run.Path] };
        var first = new RecordingObserver();
        var second = new RecordingObserver();

        run.Run(options, first);
        run.Run(options with { Force = true }, second);

        Assert.Equal(100, first.Starts[0].Corpus.TrainingDocuments + first.Starts[0].Corpus.HeldOutDocuments);
        Assert.Equal(first.Starts[0].Corpus, second.Starts[0].Corpus);
        Assert.Contains($"Left out, as models are no text: {run.Start}.", first.Messages);
        Assert.Contains($"Left out, as models are no text: {run.Output}, {run.Start}.", second.Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Word_pieces_are_said_to_be_learned_only_where_they_are(bool isNew)
    {
        using var run = new TinyRun();
        var observer = new RecordingObserver();

        run.Run(isNew ? New(run) : run.Options(1), observer);

        Assert.Equal(isNew, observer.Phases.Contains(TrainingPhase.Vocabulary));
        Assert.Contains(TrainingPhase.Tokens, observer.Phases);
    }

    [Fact]
    public void A_corpus_that_gives_fewer_pieces_than_asked_for_gives_what_it_has_and_the_run_goes_on()
    {
        using var run = new TinyRun();
        TrainingOptions options = New(run) with { VocabularySize = 5000 };
        var observer = new RecordingObserver();

        run.Run(options, observer);

        int pieces = Tokenizer.Load(run.Output).Vocabulary.Count;
        Assert.InRange(pieces, 6, 4999);
        Assert.Contains($"The corpus is small: it gives {pieces} word pieces in place of 5000.", observer.Messages);
        run.Run(options with { Steps = options.Steps + 1, Resume = true });
    }

    [Fact]
    public void Another_share_can_be_held_out()
    {
        using var run = new TinyRun();
        var observer = new RecordingObserver();

        run.Run(run.Options(1) with { HeldOut = 0.5 }, observer);

        Assert.InRange(observer.Starts[0].Corpus.HeldOutDocuments, 30, 70);
        Assert.Equal(
            File.ReadAllText(run.Corpus).Split("\n\n").Count(text => HeldOut.Contains(text, 0.5)),
            observer.Starts[0].Corpus.HeldOutDocuments);
    }

    [Fact]
    public void With_files_to_evaluate_on_all_of_the_text_is_trained_on()
    {
        using var run = new TinyRun();
        string validation = Path.Combine(run.Path, "validation.txt");
        File.WriteAllText(validation, "the cat sees a tree\n\na dog hears the river\n\nour horse likes the road");
        var observer = new RecordingObserver();

        run.Run(run.Options(1) with { Validation = [validation] }, observer);

        Assert.Equal(100, observer.Starts[0].Corpus.TrainingDocuments);
        Assert.Equal(3, observer.Starts[0].Corpus.HeldOutDocuments);
        Assert.Null(observer.Starts[0].Options.Options.HeldOut);
    }

    [Fact]
    public void Files_to_evaluate_on_must_exist()
    {
        using var run = new TinyRun();

        ClozeException error = Assert.Throws<ClozeException>(
            () => run.Run(run.Options(1) with { Validation = ["no-such-file.txt"] }));

        Assert.EndsWith("no-such-file.txt.", error.Message);
    }

    private static ClozeException Fail(IEnumerable<string> documents, bool isNew)
    {
        using var run = new TinyRun();
        File.WriteAllText(run.Corpus, string.Join("\n\n", documents));
        return Assert.Throws<ClozeException>(() => run.Run(isNew ? New(run) : run.Options(1)));
    }

    private static (CorpusSummary Corpus, List<string> Said) Train(IEnumerable<string> documents, bool isNew)
    {
        using var run = new TinyRun();
        File.WriteAllText(run.Corpus, string.Join("\n\n", documents));
        var observer = new RecordingObserver();
        run.Run(isNew ? New(run) : run.Options(1), observer);
        return (observer.Starts[0].Corpus, observer.Messages);
    }

    private static TrainingOptions New(TinyRun run) => run.Options(1) with { From = null, SequenceLength = 16 };

    /// <summary>Documents of one part of the split.</summary>
    private static IEnumerable<string> Documents(bool isHeldOut) => Enumerable
        .Range(0, 1000)
        .Select(number => $"the cat sees {number} birds")
        .Where(text => HeldOut.Contains(text) == isHeldOut);
}
