using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>Tensors of two bytes a value beside tensors of four in one arena.</summary>
public class TensorElementTests
{
    [Fact]
    public void TensorsOfBothElementsLieBesideEachOther()
    {
        using var arena = new MeasuringArena(TensorElement.BFloat16);
        Tensor activations = arena.Take(3, 7), statistics = arena.TakeFloat32(3, 2), more = arena.Take(1, 1);
        Assert.Equal(TensorElement.BFloat16, activations.Element);
        Assert.Equal(TensorElement.Float32, statistics.Element);
        Assert.Equal((0, 64, 128), ((int)activations.ByteOffset, (int)statistics.ByteOffset, (int)more.ByteOffset));
        Assert.Equal(48, arena.Used);
        Assert.False(activations.Overlaps(statistics));
        Assert.False(statistics.Overlaps(more));
    }

    [Fact]
    public void PartsOfATensorKeepItsElement()
    {
        using var arena = new MeasuringArena(TensorElement.BFloat16);
        arena.Take(1, 32);
        Tensor whole = arena.Take(4, 8), rows = whole.RowRange(1, 2), slice = whole.Slice(3, 1, 5);
        Assert.Equal((64 + 16, 64 + 6), ((int)rows.ByteOffset, (int)slice.ByteOffset));
        Assert.Equal(TensorElement.BFloat16, rows.Element);
        Assert.Equal(TensorElement.BFloat16, slice.Element);
        Assert.True(rows.Overlaps(whole));
        Assert.False(slice.Overlaps(rows));
    }

    [Fact]
    public void HalvesTakeHalfTheMemory()
    {
        using MeasuringArena halves = new(TensorElement.BFloat16), whole = new(TensorElement.Float32);
        halves.Take(64, 64);
        whole.Take(64, 64);
        Assert.Equal(whole.Used, 2 * halves.Used);
    }

    [Fact]
    public void TheProcessorKeepsActivationsInFloat32()
    {
        using var backend = new CpuBackend(1);
        using Arena arena = backend.CreateActivationArena("test", 64);
        Assert.Equal(TensorElement.Float32, arena.Take(1, 1).Element);
    }
}
