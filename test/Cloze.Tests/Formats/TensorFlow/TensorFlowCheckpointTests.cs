using Cloze.Formats;
using Cloze.Fuzz;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>Reading checkpoints that <see cref="CheckpointText"/> wrote from the published layout.</summary>
public sealed class TensorFlowCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void EveryTensorIsFoundWhateverTheBlocks(int entriesOfABlock)
    {
        var checkpoint = new CheckpointText { EntriesOfABlock = entriesOfABlock };
        for (int i = 0; i < 20; i++) checkpoint.Add($"bert/encoder/layer_{i}/kernel", [2, 3], [i, 1, 2, 3, 4, 5]);
        checkpoint.Add("global_step", 9, [], new byte[8]).Add("half", 19, [2], [0, 0x3C, 0, 0xC0])
            .Add("object_graph", 7, [], [1, 2, 3]);
        using TensorFolder weights = Open(checkpoint);
        Assert.Equal(22, weights.Names.Count());
        Assert.True(weights.IsTensorFlow);
        Assert.Equal([17f, 1, 2, 3, 4, 5], Read(weights, "bert/encoder/layer_17/kernel"));
        Assert.Equal([1f, -2], Read(weights, "half"));
        Assert.Equal("I64", weights.Get("global_step").Tensor.Type.ToString());
    }

    [Fact]
    public void AWrongByteOfATensorIsFound()
    {
        var checkpoint = new CheckpointText().Add("a", [70_000], new float[70_000]);
        byte[] data = checkpoint.Data;
        data[^1] ^= 1;
        using TensorFolder weights = Open(checkpoint, data);
        var error = Assert.Throws<ClozeException>(() => Read(weights, "a"));
        Assert.Equal(
            $"{_folder.File("bert_model.ckpt.data-00000-of-00001")} is not a sound TensorFlow checkpoint: the checksum "
            + "of \"a\" is wrong.",
            error.Message);
    }

    [Fact]
    public void EveryWrongByteOfTheIndexIsFound()
    {
        var checkpoint = new CheckpointText().Add("a", [2], 1, 2).Add("ab", [1], 3);
        byte[] index = checkpoint.Index();

        // Behind the two places the footer is filled with zeros that mean nothing.
        for (int i = 0; i < index.Length - 48; i++)
        {
            byte[] wrong = [.. index];
            wrong[i] ^= 0x40;
            Assert.NotEmpty(Refusal(checkpoint, wrong).Message);
        }

        for (int length = 1; length < index.Length; length++) Refusal(checkpoint, index[..length]);
    }

    [Fact]
    public void WhatIsSaidOfATensorMustFitItsFile()
    {
        var longer = new CheckpointText().AddRaw("a", Entry(size: 8, shape: 2, offset: 0));
        Assert.Contains("leaves its file of 1 bytes: 8 at 0", Refusal(longer, longer.Index(), [0]).Message);
        var other = new CheckpointText().AddRaw("a", Entry(size: 8, shape: 3, offset: 0));
        Assert.Contains("\"a\" of F32 [3] has 8 bytes, expected 12.", Refusal(other).Message);
        var huge = new CheckpointText().AddRaw("a", Entry(size: 8, shape: long.MaxValue, offset: 0));
        Assert.Contains("has 8 bytes, expected 36893488147419103228.", Refusal(huge).Message);
        var before = new CheckpointText().AddRaw("a", Entry(size: 8, shape: 2, offset: ulong.MaxValue));
        Assert.Contains("leaves its file", Refusal(before).Message);
        var elsewhere = new CheckpointText().AddRaw(
            "a", [.. Entry(size: 8, shape: 2, offset: 0), .. CheckpointText.Field(3, 4)]);
        Assert.Contains("\"a\" is in file 4 of 1.", Refusal(elsewhere).Message);
        var broken = new CheckpointText().AddRaw("a", [0xFF]);
        Assert.Contains("what it says of \"a\" is broken.", Refusal(broken).Message);
        var sliced = new CheckpointText().Add("a", 1, [1], new byte[4], CheckpointText.Message(7, []));
        Assert.Contains("\"a\" is stored in slices, expected it in one piece.", Refusal(sliced).Message);
    }

    [Fact]
    public void WhatIsNotReadIsSaid()
    {
        var packed = new CheckpointText { Compression = 1 }.Add("a", [1], 1);
        Assert.Contains("its blocks are packed with Snappy, expected them as they are.", Refusal(packed).Message);
        var checkpoint = new CheckpointText().Add("a", [1], 1);
        byte[] big = [.. CheckpointText.Field(1, 1), .. CheckpointText.Field(2, 1)];
        Assert.Contains("a machine of another byte order", Refusal(checkpoint, checkpoint.Index(big)).Message);
        byte[] many = CheckpointText.Field(1, 2000);
        Assert.Contains("has 2000 data files, expected 1 to 1024", Refusal(checkpoint, checkpoint.Index(many)).Message);
        Assert.Contains("does not end as a table does", Refusal(checkpoint, new byte[100]).Message);
    }

    [Fact]
    public void ACheckpointOfAnotherNameIsFoundWhereItIsTheOnlyOne()
    {
        var checkpoint = new CheckpointText().Add("a", [1], 7);
        _folder.Write("model.ckpt-100.index", checkpoint.Index());
        _folder.Write("model.ckpt-100.data-00000-of-00001", checkpoint.Data);
        _folder.Write("notes.index", "no checkpoint");
        using (var weights = TensorFolder.Open(_folder.Path)) Assert.Equal([7f], Read(weights, "a"));
        _folder.Write("model.ckpt-200.index", checkpoint.Index());
        _folder.Write("model.ckpt-200.data-00000-of-00001", checkpoint.Data);
        var error = Assert.Throws<ClozeException>(() => TensorFolder.Open(_folder.Path));
        Assert.Contains("has 2 checkpoints, among them model.ckpt-100.index and model.ckpt-200.index", error.Message);
    }

    private static byte[] Entry(ulong size, long shape, ulong offset) =>
    [
        .. CheckpointText.Field(1, 1),
        .. CheckpointText.Message(2, CheckpointText.Message(2, CheckpointText.Field(1, (ulong)shape))),
        .. CheckpointText.Field(4, offset),
        .. CheckpointText.Field(5, size),
    ];

    private static float[] Read(TensorFolder weights, string name)
    {
        var (file, tensor) = weights.Get(name);
        float[] values = new float[tensor.ElementCount];
        file.ReadSingles(tensor, values);
        return values;
    }

    private ClozeException Refusal(CheckpointText checkpoint, byte[]? index = null, byte[]? data = null)
    {
        Write(checkpoint, index, data ?? [.. checkpoint.Data, .. new byte[16]]);
        return Assert.Throws<ClozeException>(() => TensorFolder.Open(_folder.Path).Dispose());
    }

    private TensorFolder Open(CheckpointText checkpoint, byte[]? data = null)
    {
        Write(checkpoint, null, data ?? checkpoint.Data);
        return TensorFolder.Open(_folder.Path);
    }

    private void Write(CheckpointText checkpoint, byte[]? index, byte[] data)
    {
        _folder.Write("bert_model.ckpt.index", index ?? checkpoint.Index());
        _folder.Write("bert_model.ckpt.data-00000-of-00001", data);
    }
}
