using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>Stores from which documents that nearly repeat an earlier one are left out.</summary>
public sealed class NearDuplicateStoreTests : IDisposable
{
    private readonly TinyStore _store = new(files: 12);

    public NearDuplicateStoreTests()
    {
        string[] copies = [.. TinyStore.Documents().Where((_, i) => i % 3 == 0).Select(text => text + "!")];
        foreach ((string[] texts, int index) in copies.Chunk(5).Select((texts, index) => (texts, index)))
        {
            File.WriteAllText(Path.Combine(_store.Corpus, $"{index}-again.txt"), string.Join("\n\n", texts));
        }
    }

    private StoreOptions Options => _store.Options with { NearDuplicates = true };

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(1_000)]
    [InlineData(25)]
    public void WhatStaysIsWhatAFilterOfTheTextLetsThrough(int remembered)
    {
        StoreSummary summary = StorePreparation.Run(Options with { MostRemembered = remembered });
        NearDuplicateReport? expected = null;
        string[] kept =
        [
            .. NearDuplicateFilter.Filter(Corpus.Read(Options.Corpus), report => expected = report, remembered)
                .Select(document => document.Text),
        ];
        Assert.InRange(expected!.Dropped, 1, remembered == 25 ? 33 : 34);
        Assert.Equal(
            (expected.Kept, expected.Dropped), (summary.NearDuplicates!.Kept, summary.NearDuplicates.Dropped));
        Assert.Equal(expected.Examples, summary.NearDuplicates.Examples);
        Assert.Equal(expected.Kept, summary.TrainingDocuments + summary.HeldOutDocuments);
        Assert.Equal(Ids(kept.Where(text => !HeldOut.Contains(text))), Sequences(_store.Store, StoreHalf.Training));
        Assert.Equal(Ids(kept.Where(text => HeldOut.Contains(text))), Sequences(_store.Store, StoreHalf.HeldOut));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(25)]
    public void InterruptedAnywhereItGoesOnToTheSameBytes(int remembered)
    {
        StoreOptions whole = Options with { MostRemembered = remembered };
        StorePreparation.Run(whole);
        Dictionary<string, string> expected = TinyStore.Files(_store.Store);
        for (int tokens = 20; tokens <= 480; tokens += 46)
        {
            StoreOptions options = whole with { Output = _store.Beside($"stopped-{tokens}"), Threads = 1 };
            Stop(options, tokens);
            StorePreparation.Run(options with { Resume = true });
            Assert.Equal(expected, TinyStore.Files(options.Output));
        }
    }

    [Fact]
    public void WhatIsAppendedIsComparedWithWhatIsThere()
    {
        string[] last = [.. Directory.GetFiles(_store.Corpus, "*-again.txt").Order(StringComparer.Ordinal)];
        foreach (string file in last) File.Move(file, _store.Beside(Path.GetFileName(file)));
        StoreSummary first = StorePreparation.Run(Options);
        Assert.Equal(0, first.NearDuplicates!.Dropped);
        foreach (string file in last) File.Move(_store.Beside(Path.GetFileName(file)), file);
        StoreSummary both = StorePreparation.Run(Options with { Append = true });
        Assert.Equal((100, 34), (both.NearDuplicates!.Kept, both.NearDuplicates.Dropped));
        Assert.Equal(first.TrainingDocuments, both.TrainingDocuments);
    }

    [Fact]
    public void OnlySignaturesOfWhatIsRememberedAreKept()
    {
        StorePreparation.Run(Options);
        Assert.Equal(100, Signatures().Sum(file => file.Documents));
        StorePreparation.Run(Options with { Output = _store.Beside("few"), MostRemembered = 25 });
        IReadOnlyList<SignatureFile> few = StoreJson.Read(_store.Beside("few")).NearDuplicates!.Signatures;
        Assert.InRange(few.Sum(file => file.Documents), 25, 40);
        Assert.Equal(
            few.Select(file => file.File),
            Directory.GetFiles(_store.Beside("few"), "*.signatures").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void APartKnowsNothingOfTheOthers()
    {
        string parts = _store.Beside("parts");
        StoreSummary[] each =
        [
            .. Enumerable.Range(1, 4).Select(
                part => StorePreparation.Run(Options with { Output = parts, Part = part, Parts = 4 })),
        ];
        Assert.InRange(each.Sum(part => part.NearDuplicates!.Dropped), 0, 33);
        Assert.Equal(
            each.Select(part => part.NearDuplicates!.Kept),
            StorePreparation.Check(parts, TestContext.Current.CancellationToken)
                .Select(part => part.TrainingDocuments + part.HeldOutDocuments));
    }

    [Fact]
    public void WithoutTheChoiceAStoreIsWhatItWasBefore()
    {
        _store.Prepare();
        string manifest = File.ReadAllText(Path.Combine(_store.Store, StoreManifest.FileName));
        Assert.DoesNotContain("near_duplicate", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedSignaturesAreNamed()
    {
        StorePreparation.Run(Options);
        string file = Path.Combine(_store.Store, Signatures()[0].File);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[20] ^= 1;
        File.WriteAllBytes(file, bytes);
        string expected = $"{file} does not hold the signatures of the store's documents: ";
        Assert.Equal(expected + "it has another checksum.", Fail(Options with { Append = true }).Message);
        File.WriteAllBytes(file, bytes[..^1]);
        Assert.StartsWith(
            $"{expected}it has {bytes.Length - 1} bytes, expected 136 for each of ",
            Assert.Throws<ClozeException>(
                () => StorePreparation.Check(_store.Store, TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void TheChoiceIsTheStores()
    {
        StorePreparation.Run(Options);
        Assert.Equal(
            $"{_store.Store} was prepared with `near_duplicates` true, now false.",
            Fail(_store.Options with { Append = true }).Message);
        Assert.Equal(
            "The memory of 511 MB is too little, expected at least 512 MB with `near_duplicates`.",
            Fail(Options with { Memory = 511 << 20 }).Message);
    }

    private static ClozeException Fail(StoreOptions options) =>
        Assert.Throws<ClozeException>(() => StorePreparation.Run(options));

    private static void Stop(StoreOptions options, int tokens)
    {
        using var cancellation = new CancellationTokenSource();
        var stop = new Stopping(tokens, cancellation);
        try
        {
            StorePreparation.Run(options, stop, cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.False(StoreJson.Read(options.Output).IsComplete);
        }
    }

    private IReadOnlyList<SignatureFile> Signatures() => StoreJson.Read(_store.Store).NearDuplicates!.Signatures;

    private string[] Sequences(string store, StoreHalf half) => _store.Sequences(store, half, length: 128);

    private IEnumerable<string> Ids(IEnumerable<string> texts) =>
        texts.Select(text => string.Join(' ', _store.Words.Encode(text).InputIds));

    private sealed class Stopping(int tokens, CancellationTokenSource cancellation) : IProgress<StoreProgress>
    {
        public void Report(StoreProgress value)
        {
            if (value.Tokens >= tokens) cancellation.Cancel();
        }
    }
}
