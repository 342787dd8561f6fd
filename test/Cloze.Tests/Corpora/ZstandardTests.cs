using Cloze.Data;
using Xunit;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Cloze.Tests.Corpora;

public sealed class ZstandardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void APackedFileOfAnotherWriterHasTheSameTexts() => Assert.Equal(
        Texts(SharedFiles.Require("data/formats/text.txt")),
        Texts(SharedFiles.Require("data/formats/text.txt.zst")));

    [Theory]
    [InlineData("truncated.txt.zst", "zstd")]
    [InlineData("truncated.txt.gz", "gzip")]
    public void ACutOffFileIsRefusedByName(string name, string packing)
    {
        string path = SharedFiles.Require($"data/formats/{name}");
        var error = Assert.Throws<ClozeException>(() => Texts(path));
        Assert.Contains($"{name} is damaged: after ", error.Message);
        Assert.EndsWith($" unpacked bytes it is no valid {packing} any more.", error.Message);
    }

    [Fact]
    public void FramesMayFollowEachOtherAndLinesMayBeJson()
    {
        byte[] packed = [.. Pack("{\"text\":\"one\"}\n"u8), .. Pack("{\"text\":\"two\"}\n"u8)];
        Assert.Equal(["one", "two"], Texts(_folder.Write("a.jsonl.zst", packed)));
    }

    [Fact]
    public void APackedFileIsKnownByItsFirstBytes() =>
        Assert.Equal(["one"], Texts(_folder.Write("a.txt", Pack("one"u8))));

    [Fact]
    public void EveryCutIsRefused()
    {
        byte[] whole = Pack("the cat sees the dog and the dog sees the cat"u8);
        Every.Item(Enumerable.Range(1, whole.Length - 1), length =>
        {
            string path = _folder.Write("a.txt.zst", whole[..length]);
            Assert.Contains("no valid zstd any more", Assert.Throws<ClozeException>(() => Texts(path)).Message);
        });
    }

    [Fact]
    public void WhatFollowsTheLastFrameMustBeAFrame()
    {
        string path = _folder.Write("a.txt.zst", [.. Pack("one"u8), .. "two, not packed"u8]);
        Assert.Contains("no valid zstd any more", Assert.Throws<ClozeException>(() => Texts(path)).Message);
    }

    [Fact]
    public void AFrameThatAsksForTooMuchMemoryIsRefused()
    {
        using var packed = new MemoryStream();
        using (var stream = new CompressionStream(packed, leaveOpen: true))
        {
            stream.SetParameter(ZSTD_cParameter.ZSTD_c_windowLog, 28);
            stream.Write("one"u8);
        }

        string path = _folder.Write("a.txt.zst", packed.ToArray());
        Assert.Contains("no valid zstd any more", Assert.Throws<ClozeException>(() => Texts(path)).Message);
    }

    private static byte[] Pack(ReadOnlySpan<byte> text)
    {
        using var packed = new MemoryStream();
        using (var stream = new CompressionStream(packed, leaveOpen: true)) stream.Write(text);
        return packed.ToArray();
    }

    private static string[] Texts(string path) =>
        [.. Corpus.Read(new CorpusOptions { Paths = [path] }).Select(document => document.Text)];
}
