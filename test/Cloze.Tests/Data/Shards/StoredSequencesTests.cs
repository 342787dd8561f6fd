using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class StoredSequencesTests : IDisposable
{
    private readonly TinyStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(128)]
    public void TheyAreThoseOfATokenStoreOfTheSameDocuments(int length)
    {
        _store.Prepare();
        using var opened = CorpusStore.Open(_store.Store);
        foreach (StoreHalf half in Enum.GetValues<StoreHalf>())
        {
            using var sequences = new StoredSequences(opened, half, _store.Pieces, length);
            using TokenStore expected = TokenStoreBuilder.BuildInMemory(
                TinyStore.Documents().Where(text => HeldOut.Contains(text) == (half == StoreHalf.HeldOut)),
                (text, ids) => _store.Words.AppendIds(text, ids),
                _store.Pieces,
                new TokenStoreOptions { SequenceLength = length });
            Assert.Equal(TinyStore.All(expected), TinyStore.All(sequences));
            Assert.Equal(expected.TokenCount, sequences.TokenCount);
            Assert.Equal(expected.LengthOf(2), sequences.LengthOf(2));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(128)]
    public void LengthsInARowAreThoseOfEach(int length)
    {
        _store.Prepare();
        using var opened = CorpusStore.Open(_store.Store);
        Assert.True(opened.TrainingDocuments.Shards.Count > 5);
        using var sequences = new StoredSequences(opened, StoreHalf.Training, _store.Pieces, length);
        int[] expected = [.. Enumerable.Range(0, (int)sequences.Count).Select(i => sequences.LengthOf(i))];
        for (int first = 0; first < expected.Length; first++)
        {
            int[] lengths = new int[expected.Length - first];
            sequences.ReadLengths(first, lengths);
            Assert.Equal(expected[first..], lengths);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => sequences.ReadLengths(1, new int[expected.Length]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sequences.ReadLengths(-1, new int[1]));
    }

    [Fact]
    public void LengthAndContentHaveAHash()
    {
        _store.Prepare();
        using var opened = CorpusStore.Open(_store.Store);
        using var eight = new StoredSequences(opened, StoreHalf.Training, _store.Pieces, 8);
        using var again = new StoredSequences(opened, StoreHalf.Training, _store.Pieces, 8);
        using var nine = new StoredSequences(opened, StoreHalf.Training, _store.Pieces, 9);
        using var heldOut = new StoredSequences(opened, StoreHalf.HeldOut, _store.Pieces, 8);
        Assert.Equal(eight.ContentHash, again.ContentHash);
        Assert.Equal(3, new[] { eight.ContentHash, nine.ContentHash, heldOut.ContentHash }.Distinct().Count());
    }

    [Fact]
    public void ReadingAllocatesNothing()
    {
        _store.Prepare();
        using var opened = CorpusStore.Open(_store.Store);
        using var sequences = new StoredSequences(opened, StoreHalf.Training, _store.Pieces, 8);
        int[] ids = new int[8];
        Assert.Equal(0, SteadyAllocation.Of(() =>
        {
            for (int round = 0; round < 20; round++)
            {
                for (long i = 0; i < sequences.Count; i++) sequences.Read(i, ids);
            }
        }));
    }

    [Fact]
    public void ASequenceThatIsNotThereIsAnError()
    {
        _store.Prepare();
        using var opened = CorpusStore.Open(_store.Store);
        using var sequences = new StoredSequences(opened, StoreHalf.Training, _store.Pieces, 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => sequences.LengthOf(sequences.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => sequences.LengthOf(-1));
    }

    [Fact]
    public void AnotherVocabularyIsRefused()
    {
        _store.Prepare();
        using var opened = CorpusStore.Open(_store.Store);
        var error = Assert.Throws<ClozeException>(
            () => new StoredSequences(opened, StoreHalf.Training, TinyCorpus.Pieces(), 8));
        Assert.Contains("was prepared with another vocabulary", error.Message);
        Assert.Contains("(1000 pieces, aaaaaaaaaaaaaaaa)", error.Message);
    }

    [Fact]
    public void AStoreThatHoldsNothingOutSaysWhatToDo()
    {
        string text = TinyStore.Documents().First(text => !HeldOut.Contains(text));
        File.WriteAllText(Path.Combine(_store.Corpus, "0.txt"), text);
        File.Delete(Path.Combine(_store.Corpus, "1.txt"));
        File.Delete(Path.Combine(_store.Corpus, "2.txt"));
        Assert.Equal(0, _store.Prepare().HeldOutDocuments);
        var error = Assert.Throws<ClozeException>(() => _store.Sequences(_store.Store, StoreHalf.HeldOut));
        Assert.Equal(
            $"{_store.Store} has no document that is held out, so nothing is left to evaluate on.", error.Message);
        Assert.Contains("`validation`", error.Hint);
    }
}
