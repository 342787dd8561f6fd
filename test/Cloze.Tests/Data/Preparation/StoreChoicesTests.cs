using Cloze.Data;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>Options of a preparation that goes on or adds: which are the store's, and which are refused.</summary>
public sealed class StoreChoicesTests : IDisposable
{
    private readonly TinyStore _store = new();

    private StoreOptions Others => _store.Options with
    {
        Corpus = _store.Options.Corpus with
        {
            DocumentRule = DocumentRule.Line,
            TextField = "body",
            ReplaceInvalid = true,
        },
        HeldOut = 0.2,
        Sentences = SentenceRule.Line,
        NearDuplicates = true,
    };

    public void Dispose() => _store.Dispose();

    [Fact]
    public void WhatIsNotGivenIsTheStores()
    {
        StorePreparation.Run(Others);
        StoreSettings before = StoreJson.Read(_store.Store).Settings;
        File.WriteAllText(
            Path.Combine(_store.Corpus, "3.txt"), "the cat likes our horse\none bird hears the old man");
        StoreSummary more = StorePreparation.Run(_store.Options with { Append = true, Given = ["data", "tokenizer"] });
        Assert.Equal((4, 1, 3), (more.Files, more.FilesRead, more.FilesBefore));
        Assert.Equal(102, more.TrainingDocuments + more.HeldOutDocuments);
        Assert.Equal(before, StoreJson.Read(_store.Store).Settings);
    }

    [Fact]
    public void WhatIsGivenAndDiffersIsNamed()
    {
        _store.Prepare();
        ClozeException error = Fail(Others with { Append = true, Given = ["held_out"] });
        Assert.Equal($"{_store.Store} was prepared with `held_out` 0.1, now 0.2.", error.Message);
        Assert.StartsWith("Leave it out", error.Hint);
        error = Fail(Others with { Resume = true, Given = ["held_out", "document"] });
        Assert.Equal(
            $"{_store.Store} was prepared with `document` blank-line, now line; `held_out` 0.1, now 0.2.",
            error.Message);
        Assert.StartsWith("Leave them out", error.Hint);
    }

    [Theory]
    [InlineData("vocabulary_size", "`vocabulary_size`", "Leave it out")]
    [InlineData("cased,vocabulary_kind", "`vocabulary_kind` and `cased`", "Leave them out")]
    public void AddingFilesAsksForNoVocabulary(string given, string named, string hint)
    {
        int pieces = _store.Prepare().VocabularySize;
        ClozeException error = Fail(_store.Options with { Append = true, Given = given.Split(',') });
        Assert.Equal(
            $"{_store.Store} has a vocabulary already, of {pieces} pieces, and {named} would be for a new one.",
            error.Message);
        Assert.StartsWith(hint, error.Hint);
    }

    // The command that was interrupted is given again whole.
    [Fact]
    public void GoingOnMayNameTheVocabularyAgain()
    {
        int pieces = _store.Prepare().VocabularySize;
        StoreOptions again = _store.Options with
        {
            Resume = true,
            Given = ["vocabulary_size", "vocabulary_kind", "cased"],
        };
        Assert.Equal(pieces, StorePreparation.Run(again).VocabularySize);
        Assert.Contains("`vocabulary_size` would be", Fail(again with { VocabularySize = pieces - 1 }).Message);
        Assert.Contains("`cased` would be", Fail(again with { Cased = true }).Message);
        ClozeException error = Fail(again with { Cased = true, VocabularyKind = VocabularyKind.BytePair });
        Assert.Contains("`vocabulary_kind` and `cased` would be", error.Message);
    }

    [Fact]
    public void WithoutAWordOfWhatIsGivenAllIs()
    {
        _store.Prepare();
        ClozeException error = Fail(Others with { Append = true });
        Assert.Equal(
            $"{_store.Store} was prepared with `document` blank-line, now line; `text_field` text, now body; "
            + "`replace_invalid` false, now true; `held_out` 0.1, now 0.2; `sentences` none, now line; "
            + "`near_duplicates` false, now true.",
            error.Message);
        Assert.StartsWith("Give the options that it was prepared with", error.Hint);
    }

    [Fact]
    public void WhatIsTakenFromTheStoreIsCheckedBesideTheRest()
    {
        StorePreparation.Run(_store.Options with { NearDuplicates = true });
        Assert.Equal(
            "The memory of 300 MB is too little, expected at least 512 MB with `near_duplicates`.",
            Fail(_store.Options with { Append = true, Given = [], Memory = 300L << 20 }).Message);
    }

    [Fact]
    public void ATokenizerThatWasChangedIsNamed()
    {
        _store.Prepare();
        string tokenizer = Path.Combine(_store.Store, "tokenizer.json");
        File.AppendAllText(tokenizer, "\n");
        ClozeException error = Fail(_store.Options with { Append = true });
        Assert.StartsWith($"{tokenizer} is not the tokenizer that the store was prepared with: ", error.Message);
        Assert.EndsWith($", expected {StoreJson.Read(_store.Store).Settings.Tokenizer}.", error.Message);
    }

    [Fact]
    public void RulesOfLaterVersionsAreNamedByTheirNumber()
    {
        var now = new StoreSettings { Tokenizer = "a" };
        StoreSettings stored = now with { SentenceRule = 9, NearDuplicateRule = 8 };
        Assert.Equal(
            "store was prepared with `sentences` by rule 9, now none; `near_duplicates` by rule 8, now false.",
            Assert.Throws<ClozeException>(
                () => StoreChoices.RequireSame("store", stored, now, _store.Options)).Message);
    }

    private static ClozeException Fail(StoreOptions options) =>
        Assert.Throws<ClozeException>(() => StorePreparation.Run(options));
}
