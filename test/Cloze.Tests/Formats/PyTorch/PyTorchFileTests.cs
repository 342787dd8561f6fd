using System.IO.Compression;
using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>What the forms of PyTorch's files may hold, each made by hand.</summary>
public sealed class PyTorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new long[] { 2, 2 }, new long[] { 2, 1 }, 0, new float[] { 0, 1, 2, 3 })]
    [InlineData(new long[] { 2, 2 }, new long[] { 1, 2 }, 0, new float[] { 0, 2, 1, 3 })]
    [InlineData(new long[] { 3 }, new long[] { 1 }, 1, new float[] { 1, 2, 3 })]
    [InlineData(new long[] { 2 }, new long[] { 2 }, 1, new float[] { 1, 3 })]
    [InlineData(new long[] { 1, 4, 1 }, new long[] { 99, 1, 0 }, 0, new float[] { 0, 1, 2, 3 })]
    [InlineData(new long[] { 4 }, new long[] { 0 }, 2, new float[] { 2, 2, 2, 2 })]
    [InlineData(new long[] { }, new long[] { }, 3, new float[] { 3 })]
    [InlineData(new long[] { 0, 5 }, new long[] { 5, 1 }, 4, new float[] { })]
    public void ATensorIsAViewOfItsStorage(long[] shape, long[] strides, long first, float[] expected)
    {
        foreach (bool isLegacy in (bool[])[false, true])
        {
            byte[] list = TorchFiles.OneTensor(shape, strides, first, isLegacy: isLegacy);
            using PyTorchFile file = Open(isLegacy ? TorchFiles.Legacy(list) : TorchFiles.Archive(list));
            TensorEntry tensor = file.Get("a");
            Assert.Equal(shape, tensor.Shape);
            Assert.Equal(expected.Length, tensor.ElementCount);
            float[] values = new float[expected.Length];
            file.ReadSingles(tensor, values);
            Assert.Equal(expected, values);
            for (int i = 0; i < values.Length; i++)
            {
                file.ReadSingles(tensor, i, values.AsSpan(i, 1));
                Assert.Equal(expected[i], values[i]);
            }
        }
    }

    [Theory]
    [InlineData("DoubleStorage", "F64", 2)]
    [InlineData("HalfStorage", "F16", 8)]
    [InlineData("BFloat16Storage", "BF16", 8)]
    [InlineData("LongStorage", "I64", 2)]
    [InlineData("IntStorage", "I32", 4)]
    [InlineData("ShortStorage", "I16", 8)]
    [InlineData("CharStorage", "I8", 16)]
    [InlineData("ByteStorage", "U8", 16)]
    [InlineData("BoolStorage", "BOOL", 16)]
    public void EveryTypeHasItsSize(string type, string expected, int count)
    {
        using PyTorchFile file = Open(TorchFiles.Archive(TorchFiles.OneTensor([count], [1], 0, count, type)));
        Assert.Equal((expected, 16L), (file.Get("a").Type.ToString(), file.Get("a").ByteLength));
    }

    [Fact]
    public void WhatModulesAndTrainersPutRoundTensorsIsUnderstood()
    {
        PickleText Parameter(PickleText list) => list.Global("torch._utils", "_rebuild_parameter").Put("(")
            .Tensor([4], [1]).Put(0x88).Global("collections", "OrderedDict").Put(")RtR");
        var list = new PickleText().Protocol().Put("}(").Text("epoch").Number(3).Text("loss")
            .Put((byte)'G', 0x3F, 0xF0, 0, 0, 0, 0, 0, 0).Text("state_dict").Global("collections", "OrderedDict")
            .Put(")R(").Text("b");
        Parameter(list).Text("version").Number(2).Put("u").Put("}").Text("_metadata").Put("}sb").Put("u.");
        using PyTorchFile file = Open(TorchFiles.Archive(list.Bytes));
        Assert.Equal("b", Assert.Single(file.Tensors).Name);
    }

    [Fact]
    public void TensorsMayShareAStorage()
    {
        byte[] list = new PickleText().Protocol().Put("}(").Text("a").Tensor([2, 2], [2, 1])
            .Text("b").Tensor([2, 2], [1, 2]).Text("c").Tensor([1], [1], first: 3).Put("u.").Bytes;
        using PyTorchFile file = Open(TorchFiles.Archive(list));
        float[] values = new float[4];
        file.ReadSingles(file.Get("b"), values);
        Assert.Equal([0f, 2, 1, 3], values);
        file.ReadSingles(file.Get("c"), values.AsSpan(0, 1));
        Assert.Equal(3, values[0]);
    }

    [Fact]
    public void AnArchiveOfMoreThanTheOldSizesIsRead()
    {
        byte[] plain = TorchFiles.Archive(TorchFiles.OneTensor([4], [1]));
        using PyTorchFile file = Open(LongZip.Of(plain));
        float[] values = new float[4];
        file.ReadSingles(file.Get("a"), values);
        Assert.Equal([0f, 1, 2, 3], values);
    }

    [Fact]
    public void APackedArchiveIsRefused()
    {
        byte[] file = TorchFiles.Archive(
            CompressionLevel.Optimal, ("m/data.pkl", [.. new byte[100]]), ("m/data/0", TorchFiles.FourFloats));
        var error = Assert.Throws<ClozeException>(() => Open(file));
        Assert.EndsWith(
            ": \"m/data.pkl\" in it is packed, expected it as it is, which is how PyTorch writes it.", error.Message);
    }

    private PyTorchFile Open(byte[] bytes) => PyTorchFile.Open(_folder.Write("pytorch_model.bin", bytes));
}
