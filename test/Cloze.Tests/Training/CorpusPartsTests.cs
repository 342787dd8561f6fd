using Cloze.Data;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>What a run says of a corpus it cannot use, with a tokenizer at hand and with one to be trained.</summary>
public sealed class CorpusPartsTests
{
    private const string Finer =
        "Give more text, cut it finer (`document` blank-line or line makes many documents of a file), change the share "
        + "with `held_out`, or name other files to evaluate on as `validation`.";

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
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_held_out_is_an_error(bool isNew)
    {
        ClozeException error = Fail(Documents(isHeldOut: false).Take(7), isNew);

        Assert.Equal(
            "None of the 7 documents falls into the held-out tenth, so nothing is left to evaluate on.",
            error.Message);
        Assert.Equal(Finer, error.Hint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_to_train_on_is_an_error(bool isNew)
    {
        ClozeException error = Fail(Documents(isHeldOut: true).Take(3), isNew);

        Assert.Equal(
            "All 3 documents fall into the held-out tenth, so nothing is left to train on.", error.Message);
        Assert.Equal(Finer, error.Hint);
    }

    [Fact]
    public void A_vocabulary_that_was_asked_for_must_be_reached()
    {
        using var run = new TinyRun();
        TrainingOptions options = New(run) with { VocabularySize = 5000 };

        ClozeException error = Assert.Throws<ClozeException>(() => run.Run(options));

        Assert.Matches("^The corpus gives [1-9][0-9]* word pieces, expected 5000\\.$", error.Message);
        string found = error.Message.Split(' ')[3];
        Assert.Equal($"Give more text, or ask for at most {found} pieces as `vocabulary_size`.", error.Hint);
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

    private static TrainingOptions New(TinyRun run) => run.Options(1) with { From = null, SequenceLength = 16 };

    /// <summary>Documents of one part of the split.</summary>
    private static IEnumerable<string> Documents(bool isHeldOut) => Enumerable
        .Range(0, 1000)
        .Select(number => $"the cat sees {number} birds")
        .Where(text => HeldOut.Contains(text) == isHeldOut);
}
