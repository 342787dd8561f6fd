using System.IO.Compression;
using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>What is written as torch.save does: read again here, and its archive by .NET's own reader.</summary>
public sealed class PyTorchWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("F32")]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void WhatIsWrittenIsReadAgain(string typeName)
    {
        ElementType type = Enum.Parse<ElementType>(typeName);
        float[] matrix = [.. Enumerable.Range(0, 70_000).Select(i => i / 64f)];
        string path = _folder.File("pytorch_model.bin");
        PyTorchWriter.Write(path,
        [
            Source("b.matrix", [700, 100], matrix, type), Source("a.scalar", [], [0.5f], type),
            Source("c.empty", [0, 3], [], type),
        ]);
        using var file = PyTorchFile.Open(path);
        Assert.Equal(["a.scalar", "b.matrix", "c.empty"], file.Tensors.Select(tensor => tensor.Name).Order());
        TensorEntry tensor = file.Get("b.matrix");
        Assert.Equal((type, 0L), (tensor.Type, tensor.Offset % 64));
        Assert.Equal([700L, 100], tensor.Shape);
        float[] values = new float[matrix.Length];
        file.ReadSingles(tensor, values);
        float step = type == ElementType.F32 ? 0 : type == ElementType.F16 ? 1f / 2048 : 1f / 256;
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(values[i] - matrix[i]) <= step * matrix[i], $"{values[i]} for {matrix[i]}");
        }
    }

    [Fact]
    public void TheArchiveHasSoundSums()
    {
        string path = _folder.File("pytorch_model.bin");
        PyTorchWriter.Write(path, [Source("a", [3], [1, 2, 3], ElementType.F32)]);
        using ZipArchive zip = ZipFile.OpenRead(path);
        Assert.Equal(
            ["pytorch_model/data.pkl", "pytorch_model/byteorder", "pytorch_model/data/0", "pytorch_model/version"],
            zip.Entries.Select(entry => entry.FullName));
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (Stream stream = entry.Open()) stream.CopyTo(content);
            var sum = new Crc32();
            sum.Add(content.ToArray());
            Assert.Equal(entry.Crc32, sum.Value);
        }
    }

    [Fact]
    public void TheSumIsThatOfTheStandardsExample()
    {
        var sum = new Crc32();
        sum.Add("1234"u8);
        sum.Add("56789"u8);
        Assert.Equal(0xCBF43926, sum.Value);
    }

    [Fact]
    public void ANameTwiceOrTooMuchIsRefused()
    {
        string path = _folder.File("pytorch_model.bin");
        Assert.Throws<ArgumentException>(() => PyTorchWriter.Write(
            path, [Source("a", [1], [1], ElementType.F32), Source("a", [1], [1], ElementType.F32)]));
        var error = Assert.Throws<ClozeException>(
            () => PyTorchWriter.Write(path, [Source("a", [1 << 20, 1 << 12], [], ElementType.F32)]));
        Assert.Contains("expected at most 65000 in 4294967295.", error.Message);
        Assert.Contains("safetensors", error.Hint);
        Assert.False(File.Exists(path));
    }

    private static TensorSource Source(string name, long[] shape, float[] values, ElementType type) =>
        new(name, shape, (first, count) => values.AsSpan((int)first, count)) { Type = type };
}
