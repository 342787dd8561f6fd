using Cloze.Compute;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Compute;

public class CpuBackendTests
{
    [Fact]
    public void ItsNameSaysPathAndThreads()
    {
        using var one = new CpuBackend(1, InstructionSet.Portable);
        using var two = new CpuBackend(2, InstructionSet.Portable);
        Assert.Equal("CPU, portable, 1 thread", one.Name);
        Assert.Equal("CPU, portable, 2 threads", two.Name);
    }

    [Fact]
    public void TensorsAreZeroThenHoldWhatIsUploaded()
    {
        using var backend = new CpuBackend(1);
        using Arena arena = backend.CreateArena("test", 64);
        Tensor first = arena.Take(2, 3), second = arena.Take(1, 2);
        float[] values = [1, 2, 3, 4, 5, 6], read = new float[6];
        backend.Download(first, read);
        Every.Item(read, value => Assert.Equal(0, value));
        backend.Upload(values, first);
        backend.Upload([7, 8], second);
        backend.Download(first, read);
        Assert.Equal(values, read);
        backend.Clear(first.RowRange(1, 1));
        backend.Download(first, read);
        Assert.Equal([1, 2, 3, 0, 0, 0], read);
        Assert.Throws<ArgumentException>(() => backend.Upload(values, second));
        Assert.Throws<ArgumentException>(() => backend.Download(second, values));
    }
}
