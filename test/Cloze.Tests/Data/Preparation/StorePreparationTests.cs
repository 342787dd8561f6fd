using Cloze.Data;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class StorePreparationTests : IDisposable
{
    private readonly TinyStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void TheStoreIsWhatWasReadInItsOrder()
    {
        StoreSummary summary = _store.Prepare();
        using var opened = CorpusStore.Open(_store.Store);
        string[] training = [.. TinyStore.Documents().Where(text => !HeldOut.Contains(text))];
        Assert.Equal((training.Length, 3), (summary.TrainingDocuments, summary.Files));
        Assert.Equal(100, summary.TrainingDocuments + summary.HeldOutDocuments);
        Assert.Equal(summary.TrainingTokens, opened.TrainingDocuments.TokenCount);
        Assert.True(opened.TrainingDocuments.Shards.Count > 5);
        Assert.True(summary.BytesRead > 2000);
        Assert.Equal(
            training.Select(text => string.Join(' ', _store.Words.Encode(text).InputIds)),
            _store.Sequences(_store.Store, StoreHalf.Training, length: 128));
    }

    [Fact]
    public void ThreadsAndMemoryChangeNoByte()
    {
        _store.Prepare();
        StorePreparation.Run(_store.Options with
        {
            Output = _store.Beside("other"),
            Threads = 1,
            Memory = StoreOptions.LeastMemory,
        });
        Assert.Equal(TinyStore.Files(_store.Store), TinyStore.Files(_store.Beside("other")));
    }

    [Fact]
    public void KilledAfterAnyStretchItGoesOnToTheSameBytes()
    {
        _store.Prepare();
        Dictionary<string, string> expected = TinyStore.Files(_store.Store);
        for (int stretches = 0; stretches < 9; stretches++)
        {
            StoreOptions options = _store.Options with { Output = _store.Beside($"killed-{stretches}") };
            Kill(options, stretches);
            Assert.False(StoreJson.Read(options.Output).IsComplete);
            StorePreparation.Run(options with { Resume = true });
            Assert.Equal(expected, TinyStore.Files(options.Output));
        }
    }

    [Fact]
    public void ACompleteStoreIsLeftAsItIsByAnotherResumption()
    {
        _store.Prepare();
        Dictionary<string, string> expected = TinyStore.Files(_store.Store);
        StoreSummary summary = StorePreparation.Run(_store.Options with { Resume = true });
        Assert.Equal(0, summary.TokensWritten);
        Assert.Equal(expected, TinyStore.Files(_store.Store));
    }

    [Fact]
    public void CancelledItCanBeGoneOnWith()
    {
        using var cancellation = new CancellationTokenSource();
        var cancel = new Telling(progress =>
        {
            if (progress.Tokens > 100) cancellation.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(
            () => StorePreparation.Run(_store.Options, cancel, cancellation.Token));
        StorePreparation.Run(_store.Options with { Resume = true });
        Assert.Equal(100, StoreSummary.Of(_store.Store, StoreJson.Read(_store.Store)) is var summary
            ? summary.TrainingDocuments + summary.HeldOutDocuments : 0);
    }

    [Fact]
    public void FilesAreAppended()
    {
        string last = Path.Combine(_store.Corpus, "2.txt"), aside = _store.Beside("2.txt");
        File.Move(last, aside);
        _store.Prepare();
        File.Move(aside, last);
        StoreSummary summary = StorePreparation.Run(_store.Options with { Append = true });
        Assert.Equal(3, summary.Files);
        Assert.Equal(
            TinyStore.Documents().Where(text => !HeldOut.Contains(text))
                .Select(text => string.Join(' ', _store.Words.Encode(text).InputIds)),
            _store.Sequences(_store.Store, StoreHalf.Training, length: 128));
    }

    [Fact]
    public void PartsAreReadAsTheWhole()
    {
        _store.Prepare();
        string parts = _store.Beside("parts");
        for (int part = 3; part >= 1; part--)
        {
            StorePreparation.Run(_store.Options with { Output = parts, Part = part, Parts = 3 });
        }

        Assert.Equal(3, StorePreparation.Check(parts).Count);
        foreach (StoreHalf half in Enum.GetValues<StoreHalf>())
        {
            Assert.Equal(_store.Sequences(_store.Store, half), _store.Sequences(parts, half));
        }
    }

    [Fact]
    public void AVocabularyIsLearnedFromWhatIsTrainedOn()
    {
        StorePreparation.Run(_store.Options with { Tokenizer = null, VocabularySize = 60 });
        var expected = WordPieceTrainer.Train(
            TinyStore.Documents().Where(text => !HeldOut.Contains(text)),
            new WordPieceTrainerOptions { VocabularySize = 60 },
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(expected.Pieces, Tokenizer.Load(_store.Store).Vocabulary.Pieces);
    }

    [Fact]
    public void WithNothingHeldOutATenthIsInBothHalves()
    {
        StoreSummary summary = StorePreparation.Run(_store.Options with { HeldOut = 0 });
        Assert.Equal(100, summary.TrainingDocuments);
        Assert.Equal(TinyStore.Documents().Count(HeldOut.Contains), summary.HeldOutDocuments);
    }

    [Fact]
    public void SentencesAreKept()
    {
        static void AtSpaces(ReadOnlySpan<char> text, List<Range> sentences)
        {
            int middle = text.IndexOf(' ');
            sentences.Add(..middle);
            sentences.Add((middle + 1)..);
        }

        var block = new DocumentBlock(100);
        "the cat seesa dog".CopyTo(block.Text);
        block.Documents.AddRange([new Range(0, 12), new Range(12, 17)]);
        new BlockTokenizer(_store.Words, _store.Pieces, 0.1, AtSpaces).Tokenize(block);
        Assert.Equal([1, 2, 1, 1], block.Sentences);
        Assert.Equal([(3, 2), (2, 2)], block.Tokenized.Select(document => (document.Tokens, document.Sentences)));
    }

    /// <summary>Prepares, and ends without a word after so many stretches.</summary>
    private void Kill(StoreOptions options, int stretches)
    {
        string copy = options.Output;
        StoreOptions all = options with { Output = _store.Store };
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.EnumerateFiles(all.Output))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        // A store as it stood when so many stretches were done; shards of later ones lie about unfinished.
        StoreManifest done = StoreJson.Read(copy);
        StoreJson.Write(copy, StandAfter(done, stretches));
        File.WriteAllText(Path.Combine(copy, $"{stretches:D6}.training.shard.partial"), "half");
    }

    private StoreManifest StandAfter(StoreManifest done, int stretches)
    {
        long left = done.Stretches.Take(stretches).Sum(
            stretch => (stretch.Training?.Documents ?? 0) + (stretch.HeldOut?.Documents ?? 0));
        var inputs = new List<StoreInput>();
        foreach (StoreInput input in done.Inputs)
        {
            if (left < input.Documents) break;
            inputs.Add(input);
            left -= input.Documents;
        }

        return done with
        {
            IsComplete = false,
            Inputs = inputs,
            Reading = left == 0 ? null : new StorePlace(done.Inputs[inputs.Count].Path, left),
            Stretches = [.. done.Stretches.Take(stretches)],
        };
    }

    private sealed class Telling(Action<StoreProgress> hear) : IProgress<StoreProgress>
    {
        public void Report(StoreProgress value) => hear(value);
    }
}
