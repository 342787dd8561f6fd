using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class TokenStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloze-store-").FullName;

    private string StorePath => Path.Combine(_folder, "tokens");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1000, 2)]
    [InlineData(70_000, 1)]
    public void EveryDocumentIsReadBackWholeAndInOrder(int vocabulary, int threads)
    {
        string[] documents = [.. TinyCorpus.Documents(300, 40, vocabulary)];
        using TokenStore store = Build(documents, vocabulary, threads, length: 16);
        int sequence = 0;
        foreach (string document in documents)
        {
            var expected = new List<int>();
            TinyCorpus.Tokenize(document, expected);
            var found = new List<int>();
            while (found.Count < expected.Count)
            {
                int[] ids = TinyCorpus.Read(store, sequence++);
                Assert.Equal(TinyCorpus.ClassificationId, ids[0]);
                Assert.Equal(TinyCorpus.SeparatorId, ids[^1]);
                found.AddRange(ids[1..^1]);
            }

            Assert.Equal(expected, found);
        }

        Assert.Equal(store.Count, sequence);
        Assert.Equal(Enumerable.Range(0, (int)store.Count).Sum(i => (long)store.LengthOf(i)), store.TokenCount);
        store.RequireContent();
    }

    [Theory]
    [InlineData(14, new[] { 14 })]
    [InlineData(15, new[] { 7, 8 })]
    [InlineData(28, new[] { 14, 14 })]
    [InlineData(29, new[] { 14, 7, 8 })]
    public void ADocumentIsCutIntoAsFewSequencesAsPossible(int words, int[] expected)
    {
        using TokenStore store = TinyCorpus.Store([string.Join(' ', Enumerable.Repeat(7, words))], length: 16);
        Assert.Equal(expected, Enumerable.Range(0, (int)store.Count).Select(i => store.LengthOf(i) - 2));
    }

    [Fact]
    public void ThreadsChangeNothingAndTheHashNamesTheContent()
    {
        string[] documents = [.. TinyCorpus.Documents(3000, 30)];
        using TokenStore one = TinyCorpus.Store(documents, threads: 1);
        using TokenStore two = TinyCorpus.Store(documents, threads: 2);
        using TokenStore other = TinyCorpus.Store(documents.Skip(1));
        Assert.Equal(one.ContentHash, two.ContentHash);
        Assert.NotEqual(one.ContentHash, other.ContentHash);
    }

    [Fact]
    public void EmptyDocumentsLeaveNoSequence()
    {
        using TokenStore store = TinyCorpus.Store(["", "7 8", " "]);
        Assert.Equal([2, 7, 8, 3], TinyCorpus.Read(store, 0));
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public void ACorpusWithoutTextIsAClearError()
    {
        var error = Assert.Throws<ClozeException>(() => Build(["", " "]));
        Assert.Contains("0 sequences", error.Message);
        Assert.Contains("hold text", error.Hint);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(70_000)]
    public void ASequenceLengthOutOfRangeIsAClearError(int length) =>
        Assert.Contains(
            $"length of {length}", Assert.Throws<ClozeException>(() => Build(["7"], length: length)).Message);

    [Fact]
    public void CancellationLeavesTheOlderFile()
    {
        Build(["7 8 9"]).Dispose();
        Assert.ThrowsAny<OperationCanceledException>(() => TokenStoreBuilder.Build(
            ["7"], TinyCorpus.Tokenize, TinyCorpus.Pieces(), new TokenStoreOptions(), StorePath,
            new CancellationToken(canceled: true)));
        using TokenStore store = TokenStore.Open(StorePath);
        Assert.Equal(5, store.TokenCount);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void AnotherVocabularyIsRefused()
    {
        using TokenStore store = Build(["7 8"]);
        store.RequireVocabulary(TinyCorpus.Pieces());
        var error = Assert.Throws<ClozeException>(() => store.RequireVocabulary(TinyCorpus.Pieces(hashDigit: 'b')));
        Assert.Contains("another vocabulary", error.Message);
        Assert.Contains("bbbbbbbbbbbbbbbb", error.Message);
    }

    [Fact]
    public void AMissingFileIsAClearError() =>
        Assert.Contains(StorePath, Assert.Throws<ClozeException>(() => TokenStore.Open(StorePath)).Message);

    // Byte places of the header: magic 0, version 8, id width 12, sequences 16, tokens 24, pieces 32, length 36.
    [Theory]
    [InlineData(0, 1, "does not begin")]
    [InlineData(8, 9, "version 9, expected 1")]
    [InlineData(12, 3, "3 bytes an id")]
    [InlineData(16, 77, "77 sequences")]
    [InlineData(16, 1, "its header promises")]
    [InlineData(23, 255, "cannot be")]
    [InlineData(31, 127, "cannot be")]
    [InlineData(35, 255, "cannot be")]
    [InlineData(36, 2, "length 2 cannot be")]
    [InlineData(128 + 2, 255, "id 255")]
    [InlineData(128 + 24, 1, "ends are elsewhere")]
    [InlineData(128 + 24 + 8, 3, "sequence 1 has")]
    [InlineData(128 + 24 + 15, 255, "sequence 0 has")]
    public void DamageIsRefusedWithAMessage(int place, byte value, string message)
    {
        Build(["7 8 9 10", "11 12 13 14"], vocabulary: 100, length: 4).Dispose(); // 4 sequences of 4: 32 bytes of ids
        byte[] bytes = File.ReadAllBytes(StorePath);
        bytes[place >= 152 ? place + 8 : place] = value;
        File.WriteAllBytes(StorePath, bytes);
        var error = Assert.Throws<ClozeException>(() =>
        {
            using TokenStore store = TokenStore.Open(StorePath);
            for (int i = 0; i < store.Count; i++) TinyCorpus.Read(store, i);
        });
        Assert.Contains(message, error.Message);
        Assert.Contains("built again", error.Hint);
    }

    [Fact]
    public void EveryCutIsRefused()
    {
        Build(["7 8 9"]).Dispose();
        byte[] bytes = File.ReadAllBytes(StorePath);
        for (int size = 0; size < bytes.Length; size++)
        {
            File.WriteAllBytes(StorePath, bytes[..size]);
            Assert.Contains(StorePath, Assert.Throws<ClozeException>(() => TokenStore.Open(StorePath)).Message);
        }
    }

    [Fact]
    public void ContentThatChangedSilentlyIsFoundOnRequest()
    {
        Build(["7 8 9"]).Dispose();
        byte[] bytes = File.ReadAllBytes(StorePath);
        bytes[128 + 2] = 9;
        using TokenStore store = TokenStore.FromBytes(bytes);
        Assert.Contains("hash", Assert.Throws<ClozeException>(store.RequireContent).Message);
    }

    [Fact]
    public void AClosedStoreDoesNotReadMemoryItGaveBack()
    {
        TokenStore store = Build(["7 8 9"]);
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.LengthOf(0));
    }

    private TokenStore Build(IEnumerable<string> documents, int vocabulary = 1000, int threads = 1, int length = 128) =>
        TokenStoreBuilder.Build(
            documents,
            TinyCorpus.Tokenize,
            TinyCorpus.Pieces(vocabulary),
            new TokenStoreOptions { SequenceLength = length, Threads = threads },
            StorePath);
}
