using System.Diagnostics;
using Cloze.Data;
using Cloze.Files;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>What is said of a preparation that cannot begin or go on.</summary>
public sealed class StorePreparationErrorTests : IDisposable
{
    private readonly TinyStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void AStoreIsNotWrittenOver()
    {
        _store.Prepare();
        ClozeException error = Fail(_store.Options);
        Assert.Equal($"{_store.Store} holds a store.", error.Message);
        Assert.Contains("`resume`", error.Hint);
        Assert.Contains("`append` to add files", error.Hint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OtherFilesAreNotMixedWithAStore(bool resumes)
    {
        Directory.CreateDirectory(_store.Store);
        File.WriteAllText(Path.Combine(_store.Store, "letters.txt"), "dear");
        ClozeException error = Fail(_store.Options with { Resume = resumes });
        Assert.Equal($"{_store.Store} holds other files, and no store.", error.Message);
        Assert.Equal(["letters.txt"], Directory.EnumerateFiles(_store.Store).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatAKilledStartLeftIsNoOtherFile(bool resumes)
    {
        Directory.CreateDirectory(_store.Store);
        foreach (string name in (string[])["tokenizer.json", "vocab.txt.partial", "store.json.partial", "run.lock"])
        {
            File.WriteAllText(Path.Combine(_store.Store, name), "{");
        }

        StorePreparation.Run(_store.Options with { Resume = resumes });
        Assert.Single(StorePreparation.Check(_store.Store));
    }

    [Fact]
    public void AFileWithOtherTextOfTheSameSizeIsNamed()
    {
        _store.Prepare();
        string file = Path.Combine(_store.Corpus, "1.txt");
        string text = File.ReadAllText(file);
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(0, StorePreparation.Run(_store.Options with { Append = true }).FilesRead);
        File.WriteAllText(file, text.Replace('e', 'o'));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        ClozeException error = Fail(_store.Options with { Append = true });
        Assert.StartsWith($"{file} has other text than when it was prepared: its hash is ", error.Message);
        Assert.Contains("files of their own", error.Hint);
    }

    [Fact]
    public void NothingIsAppendedToNothing() => Assert.Equal(
        $"There is no store in {_store.Store} that files could be added to.",
        Fail(_store.Options with { Append = true }).Message);

    [Fact]
    public void OtherOptionsAreRefused()
    {
        _store.Prepare();
        Assert.Equal(
            $"{_store.Store} was prepared with `held_out` 0.1, now 0.2.",
            Fail(_store.Options with { Resume = true, HeldOut = 0.2 }).Message);
    }

    [Fact]
    public void AnotherTokenizerIsRefused()
    {
        _store.Prepare();
        string other = _store.Beside("other");
        Tokenizer.Create(Vocabulary.Create([.. new SpecialTokens().All, "cat"])).Save(other);
        ClozeException error = Fail(_store.Options with { Append = true, Tokenizer = other });
        Assert.Contains("was begun with another vocabulary", error.Message);
        Assert.Contains(other, error.Message);
    }

    [Fact]
    public void AFileThatChangedIsNamed()
    {
        _store.Prepare();
        string file = Path.Combine(_store.Corpus, "1.txt");
        File.AppendAllText(file, "\n\nmore");
        ClozeException error = Fail(_store.Options with { Append = true });
        Assert.StartsWith($"{file} has ", error.Message);
        Assert.Contains("files of their own", error.Hint);
    }

    [Fact]
    public void AFileThatChangedWhileItsPreparationWasInterruptedIsNamed()
    {
        _store.Prepare();
        StoreManifest done = StoreJson.Read(_store.Store);
        StorePlace place = new(done.Inputs[1].Path, 1) { Bytes = done.Inputs[1].Bytes };
        StoreJson.Write(
            _store.Store, done with { IsComplete = false, Inputs = [done.Inputs[0]], Reading = place, Stretches = [] });
        File.AppendAllText(Path.Combine(_store.Corpus, "1.txt"), "\n\nmore");
        Assert.EndsWith(
            $" bytes, and had {done.Inputs[1].Bytes} when it was prepared.",
            Fail(_store.Options with { Resume = true }).Message);
    }

    [Fact]
    public void AFileThatIsGoneWhenItIsReadIsNamed()
    {
        string file = Path.Combine(_store.Corpus, "2.txt");
        var remove = new Removing(file);
        ClozeException error = Assert.Throws<ClozeException>(() => StorePreparation.Run(
            _store.Options with { Tokenizer = null, VocabularySize = 60, Threads = 1 }, remove));
        Assert.Equal($"There is no file {file}.", error.Message);
    }

    [Fact]
    public void APipeIsNotWaitedFor()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no named pipes among the files");
        string pipe = Path.Combine(_store.Corpus, "3.txt");
        using (var make = Process.Start("mkfifo", pipe)) make.WaitForExit();
        Assert.Equal(100, _store.Prepare() is var made ? made.TrainingDocuments + made.HeldOutDocuments : 0);
    }

    [Fact]
    public void ItGoesOnWithTheFilesItWasBegunWith()
    {
        _store.Prepare();
        StoreManifest done = StoreJson.Read(_store.Store);
        StoreJson.Write(_store.Store, done with
        {
            IsComplete = false,
            Inputs = [done.Inputs[0]],
            Reading = new StorePlace(done.Inputs[2].Path, 1),
        });
        Assert.Contains(
            $"stopped within {done.Inputs[2].Path}, which is not the next file now.",
            Fail(_store.Options with { Resume = true }).Message);
        Assert.Contains("is not complete", Fail(_store.Options with { Append = true }).Message);
    }

    [Fact]
    public void APartNeedsATokenizer() => Assert.Contains(
        "needs a tokenizer that all parts have",
        Fail(_store.Options with { Parts = 2, Tokenizer = null }).Message);

    [Fact]
    public void PartsAndAWholeDoNotLieTogether()
    {
        _store.Prepare();
        Assert.Contains("is a store in one part", Fail(_store.Options with { Parts = 2 }).Message);
        string parts = _store.Beside("parts");
        StorePreparation.Run(_store.Options with { Output = parts, Parts = 2 });
        Assert.Contains("holds parts of a store", Fail(_store.Options with { Output = parts }).Message);
    }

    [Fact]
    public void PartsOfTwoDivisionsDoNotLieTogether()
    {
        for (int part = 1; part <= 2; part++) StorePreparation.Run(_store.Options with { Part = part, Parts = 2 });
        ClozeException error = Fail(_store.Options with { Parts = 3 });
        Assert.Equal(
            $"{_store.Store} holds part-1-of-2, part-2-of-2, and part 1 of 3 is asked for.", error.Message);
        Assert.Contains("another folder as `output`", error.Hint);
        Assert.False(Directory.Exists(Path.Combine(_store.Store, "part-1-of-3")));
    }

    [Fact]
    public void AnotherProcessAtItIsNamed()
    {
        Directory.CreateDirectory(_store.Store);
        using var held = FolderLock.Take(_store.Store, _store.Store, "");
        Assert.StartsWith($"{_store.Store} is being written by ", Fail(_store.Options).Message);
    }

    [Fact]
    public void ACorpusWithoutTextIsAClearError()
    {
        foreach (string file in Directory.GetFiles(_store.Corpus)) File.WriteAllText(file, " \n");
        Assert.Equal(
            $"The corpus gives {_store.Store} no document to train on, expected at least one.",
            Fail(_store.Options).Message);
        File.WriteAllText(Path.Combine(_store.Corpus, "0.txt"), "the cat\n\na dog\n\nthe horse");
        Assert.Equal(3, _store.Prepare() is var made ? made.TrainingDocuments + made.HeldOutDocuments : 0);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    [InlineData(3, 2)]
    [InlineData(1, 10_000)]
    public void PartsAreChecked(int part, int parts) => Assert.Contains(
        $"Part {part} of {parts} cannot be", Fail(_store.Options with { Part = part, Parts = parts }).Message);

    [Fact]
    public void ValuesAreChecked()
    {
        Assert.Contains("The memory of 1 MB is too little", Fail(_store.Options with { Memory = 1 << 20 }).Message);
        Assert.Contains("`held_out` is 0.95", Fail(_store.Options with { HeldOut = 0.95 }).Message);
        Assert.Contains("exclude each other", Fail(_store.Options with { Resume = true, Append = true }).Message);
    }

    /// <summary>Takes a file away as soon as the vocabulary is being learned.</summary>
    private sealed class Removing(string file) : IProgress<StoreProgress>
    {
        public void Report(StoreProgress value) => File.Delete(file);
    }

    private static ClozeException Fail(StoreOptions options) =>
        Assert.Throws<ClozeException>(() => StorePreparation.Run(options));
}
