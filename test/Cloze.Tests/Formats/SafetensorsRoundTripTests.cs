using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        float[] large = [.. Enumerable.Range(0, 200_000).Select(i => (float)Math.Sin(i))];
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeZero, float.Epsilon, float.MaxValue];
        string path = _folder.File("model.safetensors");
        SafetensorsWriter.Write(path,
        [
            new TensorSource("z \"größe\"", [5], (first, count) => odd.AsSpan((int)first, count)),
            new TensorSource("large", [2, 100_000], (first, count) => large.AsSpan((int)first, count)),
            new TensorSource("empty", [0, 7], (_, _) => []),
            new TensorSource("scalar", [], (_, _) => new float[] { 3 }),
        ]);

        using var file = SafetensorsFile.Open(path);
        Assert.Equal(["empty", "large", "scalar", "z \"größe\""], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal("pt", file.Metadata["format"]);
        Every.Item(file.Tensors, tensor => Assert.Equal(ElementType.F32, tensor.Type));
        Assert.Equal([2L, 100_000L], file.Get("large").Shape);
        Assert.Equal(0, file.Tensors[0].Offset % 8);
        Assert.Equal(large, Read(file, "large"));
        Assert.Equal([3f], Read(file, "scalar"));
        Assert.Empty(Read(file, "empty"));
        Assert.Equal(odd.Select(BitConverter.SingleToInt32Bits),
            Read(file, "z \"größe\"").Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData("gelu")]
    [InlineData("untied")]
    public void TheBytesAreThoseOfTheOfficialLibrary(string model)
    {
        string original = SharedFiles.Require($"golden/bert/{model}/model.safetensors");
        using var file = SafetensorsFile.Open(original);
        string copy = _folder.File("copy.safetensors");
        SafetensorsWriter.Write(copy, file.Tensors.Reverse().Select(
            tensor => new TensorSource(
                tensor.Name,
                tensor.Shape,
                (first, count) => Read(file, tensor.Name).AsSpan((int)first, count))));
        Assert.Equal(File.ReadAllBytes(original), File.ReadAllBytes(copy));
    }

    [Fact]
    public void EveryHalfIsWidenedExactly()
    {
        byte[] bits = [.. Enumerable.Range(0, 65536).SelectMany(value => new[] { (byte)value, (byte)(value >> 8) })];
        string path = _folder.WriteSafetensors(
            """{"f":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]}""" +
            ""","b":{"dtype":"BF16","shape":[65536],"data_offsets":[131072,262144]}}""",
            [.. bits, .. bits]);
        using var file = SafetensorsFile.Open(path);
        float[] halves = Read(file, "f"), brains = Read(file, "b");
        for (int value = 0; value < 65536; value++)
        {
            Assert.Equal((float)BitConverter.UInt16BitsToHalf((ushort)value), halves[value]);
            Assert.Equal(BitConverter.Int32BitsToSingle(value << 16), brains[value]);
        }

        Assert.Equal(5.9604645e-8f, halves[1]);
        Assert.Equal(65504f, halves[0x7BFF]);
        Assert.Equal(1f, brains[0x3F80]);
    }

    [Fact]
    public void DoublesIntegersAndStretchesAreRead()
    {
        string path = _folder.WriteSafetensors(
            """{"d":{"dtype":"F64","shape":[3],"data_offsets":[0,24]}""" +
            ""","i":{"dtype":"I64","shape":[2],"data_offsets":[24,40]}}""",
            [.. new[] { 0.1, -2, 1e300 }.SelectMany(BitConverter.GetBytes),
             .. new[] { long.MinValue, -100 }.SelectMany(BitConverter.GetBytes)]);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal([0.1f, -2f, float.PositiveInfinity], Read(file, "d"));
        long[] integers = new long[2];
        file.ReadIntegers(file.Get("i"), integers);
        Assert.Equal([long.MinValue, -100], integers);
        float[] last = new float[2];
        file.ReadSingles(file.Get("d"), 1, last);
        Assert.Equal([-2f, float.PositiveInfinity], last);
    }

    [Fact]
    public void AStretchOutsideATensorIsNeverRead()
    {
        string path = _folder.WriteSafetensors(
            """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}""" +
            ""","b":{"dtype":"F16","shape":[8],"data_offsets":[16,32]}}""",
            32);
        using var file = SafetensorsFile.Open(path);
        Assert.Throws<ArgumentException>(() => file.ReadSingles(file.Get("a"), new float[5]));
        Assert.Throws<ArgumentException>(() => file.ReadSingles(file.Get("a"), 1, new float[4]));
        Assert.Throws<ArgumentException>(() => file.ReadSingles(file.Get("b"), -1, new float[4]));
        Assert.Throws<ArgumentException>(() => file.ReadSingles(file.Get("b"), long.MaxValue, new float[4]));
    }

    [Fact]
    public void AFailedWriteLeavesTheOldFile()
    {
        string path = _folder.File("model.safetensors");
        SafetensorsWriter.Write(path, [new TensorSource("a", [1], (_, _) => new float[] { 1 })]);
        Assert.Throws<ClozeException>(() => SafetensorsWriter.Write(path,
        [
            new TensorSource("a", [1], (_, _) => new float[] { 2 }),
            new TensorSource("b", [1], (_, _) => throw new IOException("No space left on device")),
        ]));
        Assert.Throws<ArgumentException>(
            () => SafetensorsWriter.Write(path, [new TensorSource("a", [2], (_, _) => new float[] { 2 })]));
        using var file = SafetensorsFile.Open(path);
        Assert.Equal([1f], Read(file, "a"));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void NamesAreUniqueAndNotReserved()
    {
        var tensor = new TensorSource("a", [1], (_, _) => new float[] { 1 });
        string path = _folder.File("model.safetensors");
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [tensor, tensor]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [tensor with { Name = "__metadata__" }]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static float[] Read(SafetensorsFile file, string name)
    {
        float[] values = new float[file.Get(name).ElementCount];
        file.ReadSingles(file.Get(name), values);
        return values;
    }
}
