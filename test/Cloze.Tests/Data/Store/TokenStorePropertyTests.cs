using Cloze.Data;
using CsCheck;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>Any corpus comes back; any changed byte is refused or changes nothing that is read.</summary>
public sealed class TokenStorePropertyTests : IDisposable
{
    private const int HeaderSize = 128;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnyCorpusComesBackInOrder() => Property.Holds(
        Gen.Select(Gen.Int[5, 99].Array[1, 60].Array[1, 20], Gen.Int[3, 40], Gen.Int[1, 3]),
        300,
        sample =>
        {
            (int[][] documents, int length, int threads) = sample;
            using TokenStore store = TinyCorpus.Store(documents.Select(ids => string.Join(' ', ids)), length, threads);
            int[][] sequences = ReadAll(store);
            Every.Item(sequences, ids => Assert.InRange(ids.Length, 3, length));
            Assert.Equal(documents.SelectMany(ids => ids), sequences.SelectMany(ids => ids[1..^1]));
            Assert.Equal(sequences.Sum(ids => ids.Length), store.TokenCount);
        });

    [Theory]
    [InlineData(100)]
    [InlineData(70_000)]
    public void EveryChangedByteIsRefusedOrHarmless(int vocabulary)
    {
        byte[] sound = Build(vocabulary);
        int[][] expected;
        using (TokenStore store = TokenStore.FromBytes(sound)) expected = ReadAll(store);
        int refused = 0, harmless = 0;
        for (int place = 0; place < sound.Length; place++)
        {
            foreach (int change in new[] { 1, 2, 64, 128, 255 })
            {
                byte[] bytes = [.. sound];
                bytes[place] ^= (byte)change;
                int[][]? found = ReadOrRefuse(bytes);
                if (found is null) refused++;
                else harmless++;
                if (found is not null) Assert.Equal(expected, found);
            }
        }

        Assert.Equal(5 * sound.Length, refused + harmless);
        Assert.InRange(harmless, 1, 5 * HeaderSize);
    }

    [Fact]
    public void RandomBytesBehindASoundBeginningAreRefused()
    {
        byte[] sound = Build(vocabulary: 100);
        Property.Holds(Gen.Select(Gen.Int[0, HeaderSize], Gen.Byte.Array[0, 200]), 2_000, sample =>
        {
            byte[] bytes = [.. sound[..sample.Item1], .. sample.Item2];
            Assert.Null(ReadOrRefuse(bytes));
        });
    }

    private static int[][]? ReadOrRefuse(byte[] bytes)
    {
        try
        {
            using TokenStore store = TokenStore.FromBytes(bytes, "The changed store");
            store.RequireContent();
            return ReadAll(store);
        }
        catch (ClozeException error)
        {
            Assert.Contains("The changed store", error.Message);
            return null;
        }
    }

    private static int[][] ReadAll(TokenStore store) =>
        [.. Enumerable.Range(0, (int)store.Count).Select(i => TinyCorpus.Read(store, i))];

    private byte[] Build(int vocabulary)
    {
        string path = _folder.File($"tokens-{vocabulary}");
        TokenStoreBuilder.Build(
            ["7 8 9 10 11", "12 13", "14 15 16"],
            TinyCorpus.Tokenize,
            TinyCorpus.Pieces(vocabulary),
            new TokenStoreOptions { SequenceLength = 5, Threads = 1 },
            path).Dispose();
        return File.ReadAllBytes(path);
    }
}
