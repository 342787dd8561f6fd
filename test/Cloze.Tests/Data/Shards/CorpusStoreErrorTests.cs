using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>What is said of a store that is not whole, damaged or not one's own.</summary>
public sealed class CorpusStoreErrorTests : IDisposable
{
    private readonly TinyStore _store = new();

    private string Manifest => Path.Combine(_store.Store, "store.json");

    public void Dispose() => _store.Dispose();

    [Fact]
    public void NoStoreIsAClearError()
    {
        ClozeException error = Fail();
        Assert.Equal(
            $"{_store.Store} is no store: it has neither store.json nor folders such as part-1-of-2.", error.Message);
        Assert.Contains("cloze prepare", error.Hint);
    }

    [Theory]
    [InlineData("{", "is not the manifest of a store")]
    [InlineData("null", "is not the manifest of a store: it is null.")]
    [InlineData("{\"format\": 1}", "is not the manifest of a store")]
    [InlineData("{\"colour\": 1}", "is not the manifest of a store")]
    public void WhatIsNoManifestIsRefused(string json, string message)
    {
        _store.Prepare();
        File.WriteAllText(Manifest, json);
        ClozeException error = Fail();
        Assert.StartsWith(Manifest, error.Message);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "has format 2, expected 1.")]
    [InlineData("\"part\": 1", "\"part\": 2", "is part 2 of 1, which cannot be.")]
    [InlineData("\"held_out\": 0.1", "\"held_out\": 0.2", "has settings that do not have their hash")]
    [InlineData("\"is_complete\": true", "\"is_complete\": false", "is not complete: its preparation ended after 3")]
    [InlineData("000000.training.shard", "../000000.training.shard", "expected the plain name of a file beside it.")]
    [InlineData("000000.training.shard", "000099.training.shard", "There is no file")]
    [InlineData("000000.training.shard", "000001.training.shard", "is not the shard that the store's manifest names")]
    public void AChangedManifestIsRefused(string before, string after, string message)
    {
        _store.Prepare();
        string json = File.ReadAllText(Manifest);
        Assert.Contains(before, json);
        File.WriteAllText(Manifest, json.Replace(before, after));
        Assert.Contains(message, Fail().Message);
    }

    [Fact]
    public void AShardOfAnotherStoreIsRefusedByName()
    {
        _store.Prepare();
        string shard = Path.Combine(_store.Store, "000000.training.shard");
        File.Copy(Path.Combine(_store.Store, "000001.training.shard"), shard, overwrite: true);
        Assert.StartsWith($"{shard} is not the shard that the store's manifest names", Fail().Message);
    }

    [Fact]
    public void AMissingPartIsNamed()
    {
        Prepare(1, 3);
        Prepare(3, 3);
        ClozeException error = Fail();
        Assert.Equal($"{_store.Store} has parts of a store in 3 parts, but part 2 is missing.", error.Message);
        Assert.Contains("Prepare that part", error.Hint);
    }

    [Fact]
    public void PartsOfDifferentOptionsAreRefused()
    {
        Prepare(1, 2);
        StorePreparation.Run(_store.Options with { Part = 2, Parts = 2, HeldOut = 0.3 });
        Assert.Contains("was prepared with other options or another tokenizer", Fail().Message);
    }

    [Fact]
    public void PartsOfTwoDivisionsAreRefused()
    {
        Prepare(1, 2);
        Prepare(2, 2);
        string thirds = _store.Beside("thirds"), third = Path.Combine(_store.Store, "part-1-of-3");
        StorePreparation.Run(_store.Options with { Output = thirds, Parts = 3 });
        Directory.Move(Path.Combine(thirds, "part-1-of-3"), third);
        Assert.Equal(
            $"{_store.Store} holds part-1-of-2 and part-1-of-3, expected parts of one division.", Fail().Message);
        Directory.Delete(third, recursive: true);
        CorpusStore.Open(_store.Store).Dispose();
    }

    [Fact]
    public void PartsOfTwoCorporaAreRefused()
    {
        Prepare(1, 2);
        File.WriteAllText(Path.Combine(_store.Corpus, "3.txt"), "the cat likes our horse");
        Prepare(2, 2);
        string folder = Path.Combine(_store.Store, "part-2-of-2");
        Assert.StartsWith($"{folder} is a part of another corpus (", Fail().Message);

        // Parts of older versions do not say what they were cut from.
        StoreJson.Write(folder, StoreJson.Read(folder) with { CorpusHash = null });
        CorpusStore.Open(_store.Store).Dispose();
    }

    [Fact]
    public void PartsOfTheSameFilesInTwoFoldersGoTogether()
    {
        Prepare(1, 2);
        string moved = _store.Beside("moved");
        Directory.Move(_store.Corpus, moved);
        StorePreparation.Run(
            _store.Options with { Corpus = new CorpusOptions { Paths = [moved] }, Part = 2, Parts = 2 });
        using var opened = CorpusStore.Open(_store.Store);
        Assert.Equal(100, opened.TrainingDocuments.Count + opened.HeldOutDocuments.Count);
    }

    [Fact]
    public void APartInAnothersPlaceIsRefused()
    {
        Prepare(1, 2);
        Prepare(2, 2);
        File.Copy(
            Path.Combine(_store.Store, "part-1-of-2", "store.json"),
            Path.Combine(_store.Store, "part-2-of-2", "store.json"),
            overwrite: true);
        Assert.Contains("holds part 1 of 2, expected part 2 of 2", Fail().Message);
    }

    [Fact]
    public void DamageIsFoundWhenItIsReadAndByACheckOfAll()
    {
        _store.Prepare();
        string shard = Path.Combine(_store.Store, "000000.training.shard");
        byte[] bytes = File.ReadAllBytes(shard);
        bytes[ShardHeader.Size + 4] ^= 2;
        File.WriteAllBytes(shard, bytes);
        CorpusStore.Open(_store.Store).Dispose();
        var read = Assert.Throws<ClozeException>(() => _store.Sequences(_store.Store, StoreHalf.Training));
        var check = Assert.Throws<ClozeException>(() => StorePreparation.Check(_store.Store));
        Assert.Equal(read.Message, check.Message);
        Assert.Contains("its ids 0 and on do not have their checksum", read.Message);
    }

    [Fact]
    public void ACheckOfAllFindsAnotherTokenizer()
    {
        _store.Prepare();
        string tokenizer = Path.Combine(_store.Store, "tokenizer.json");
        File.AppendAllText(tokenizer, " ");
        var error = Assert.Throws<ClozeException>(() => StorePreparation.Check(_store.Store));
        Assert.StartsWith(
            $"{tokenizer} is not the tokenizer that the store was prepared with: it has the hash ", error.Message);
        File.Delete(tokenizer);
        error = Assert.Throws<ClozeException>(() => StorePreparation.Check(_store.Store));
        Assert.Contains(tokenizer, error.Message);
    }

    [Fact]
    public void AStoreIsNoText()
    {
        _store.Prepare();
        var options = new CorpusOptions { Paths = [_store.Store] };
        var error = Assert.Throws<ClozeException>(() => Corpus.Read(options).Count());
        Assert.Equal($"{_store.Store} is a prepared store, expected text.", error.Message);
    }

    private void Prepare(int part, int parts) =>
        StorePreparation.Run(_store.Options with { Part = part, Parts = parts });

    private ClozeException Fail() => Assert.Throws<ClozeException>(() => CorpusStore.Open(_store.Store).Dispose());
}
