using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>The names of devices, and what is said of any other.</summary>
public class DeviceNameTests
{
    [Theory]
    [InlineData("cpu", null)]
    [InlineData("cuda", 0)]
    [InlineData("cuda:0", 0)]
    [InlineData("cuda:15", 15)]
    public void ANameIsThatOfTheProcessorOrOfACudaDevice(string name, int? index)
    {
        Assert.True(DeviceName.IsValid(name));
        Assert.Equal(index is not null, DeviceName.IsCuda(name));
        Assert.Equal(index, DeviceName.Parse(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:256")]
    public void AnyOtherNameIsRefused(string name)
    {
        Assert.False(DeviceName.IsValid(name));
        ClozeException error = Assert.Throws<ClozeException>(() => new EngineOptions { Device = name }.Create());
        Assert.Equal($"`device` is \"{name}\", expected cpu, cuda or cuda:N.", error.Message);
        Assert.Contains("cpu for the processor", error.Hint);
    }

    [Fact]
    public void TheProcessorIsTheDefault()
    {
        using Backend backend = new EngineOptions { Threads = 1 }.Create();
        Assert.IsType<CpuBackend>(backend);
        Assert.Null(backend.DeviceMemory);
    }
}
