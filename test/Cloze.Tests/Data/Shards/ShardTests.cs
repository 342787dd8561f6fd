using System.Runtime.InteropServices;
using Cloze.Data;
using CsCheck;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class ShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ShardPath => _folder.File("0.shard");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1000)]
    [InlineData(70_000)]
    public void DocumentsAndSentencesComeBack(int vocabulary) => Property.Holds(
        Gen.Int[0, 999].Array[1, 9].Array[1, 4].Array[1, 30],
        100,
        documents =>
        {
            Write(vocabulary, documents);
            using var shard = Shard.Open(ShardPath);
            Assert.Equal(documents, Read(shard));
            Assert.Equal(documents.Sum(document => document.Length), shard.Header.Sentences);
            shard.RequireIds(CancellationToken.None);
        });

    [Fact]
    public void LongShardsHaveManyPages()
    {
        int[] sentence = [.. Enumerable.Range(0, 5000).Select(i => i % 1000)];
        Write(1000, [.. Enumerable.Repeat(new[] { sentence }, 7)]);
        using var shard = Shard.Open(ShardPath);
        Every.Item(Read(shard), document => Assert.Equal(sentence, document[0]));
        int[] middle = new int[10];
        shard.Read(17_003, middle);
        Assert.Equal(Enumerable.Range(3, 10).Select(i => (2000 + i) % 1000), middle);
    }

    [Fact]
    public void WhatIsNotFinishedLeavesNothing()
    {
        using (var writer = new ShardWriter(ShardPath, TinyCorpus.Pieces(), 0)) writer.Add([7, 0], [1]);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(70_000)]
    public void EveryChangedByteIsRefusedByNameOrPadding(int vocabulary)
    {
        Write(vocabulary, [[[5, 6, 7], [8]], [[9, 10]], [[11]]]);
        byte[] sound = File.ReadAllBytes(ShardPath);
        int harmless = 0;
        for (int place = 0; place < sound.Length; place++)
        {
            byte[] bytes = [.. sound];
            bytes[place] ^= 1;
            harmless += IsRefused(bytes) ? 0 : 1;
        }

        int size = 7 * IdWidth.For(vocabulary);
        int padding = (int)ShardHeader.Align(size) - size;
        Assert.Equal(padding, harmless);
    }

    [Fact]
    public void EveryCutIsRefusedByName()
    {
        Write(100, [[[5, 6, 7], [8]], [[9, 10]]]);
        byte[] bytes = File.ReadAllBytes(ShardPath);
        for (int size = 0; size < bytes.Length; size++) Assert.True(IsRefused(bytes[..size]));
    }

    [Theory]
    [InlineData(0, 1, "it does not begin as a shard")]
    [InlineData(8, 9, "it has version 9, expected 1")]
    [InlineData(12, 3, "it has 3 bytes an id, expected 2 or 4")]
    [InlineData(16, 0, "0 documents, 3 sentences, 6 tokens, 100 pieces and sentence rule 0 cannot be")]
    [InlineData(39, 255, "cannot be")]
    [InlineData(32, 200, "its header promises")]
    [InlineData(48, 1, "it has pages of 4097 bytes, expected 4096")]
    [InlineData(90, 7, "its tables do not have the hash in its header")]
    [InlineData(256, 6, "its ids 0 and on do not have their checksum")]
    [InlineData(280, 6, "its tables do not have the hash in its header")]
    public void DamageIsSaid(int place, byte value, string message)
    {
        Write(100, [[[5, 6, 7], [8]], [[9, 10]]]);
        byte[] bytes = File.ReadAllBytes(ShardPath);
        bytes[place] = value;
        File.WriteAllBytes(ShardPath, bytes);
        ClozeException error = Assert.Throws<ClozeException>(Open);
        Assert.StartsWith($"{ShardPath} is not a shard of a store that can be read: ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.Equal("Copy it again from where it was made, or prepare the store anew.", error.Hint);
    }

    [Fact]
    public void AMissingFileIsAClearError() =>
        Assert.Equal(
            $"There is no file {ShardPath}, which the store's manifest names.",
            Assert.Throws<ClozeException>(Open).Message);

    private bool IsRefused(byte[] bytes)
    {
        File.WriteAllBytes(ShardPath, bytes);
        try
        {
            Open();
            return false;
        }
        catch (ClozeException error)
        {
            Assert.Contains(ShardPath, error.Message);
            return true;
        }
    }

    private void Open()
    {
        using var shard = Shard.Open(ShardPath);
        shard.RequireIds(CancellationToken.None);
    }

    private void Write(int vocabulary, int[][][] documents)
    {
        using var writer = new ShardWriter(ShardPath, TinyCorpus.Pieces(vocabulary), 0);
        foreach (int[][] document in documents)
        {
            int[] ids = [.. document.SelectMany(sentence => sentence)];
            ReadOnlySpan<byte> bytes = writer.IdBytes == sizeof(int)
                ? MemoryMarshal.AsBytes<int>(ids)
                : MemoryMarshal.AsBytes<ushort>([.. ids.Select(id => (ushort)id)]);
            writer.Add(bytes, [.. document.Select(sentence => sentence.Length)]);
        }

        writer.Finish();
    }

    private static int[][][] Read(Shard shard) =>
    [
        .. Enumerable.Range(0, (int)shard.Header.Documents).Select(document =>
        {
            int first = (int)shard.FirstSentence(document), end = (int)shard.FirstSentence(document + 1);
            return Enumerable.Range(first, end - first).Select(sentence => Sentence(shard, sentence)).ToArray();
        }),
    ];

    private static int[] Sentence(Shard shard, int sentence)
    {
        int[] ids = new int[shard.SentenceStart(sentence + 1) - shard.SentenceStart(sentence)];
        shard.Read(shard.SentenceStart(sentence), ids);
        return ids;
    }
}
