using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Opening a device: what it says of itself, what is refused, what is freed.</summary>
public class CudaDeviceTests
{
    [Fact]
    public void ADeviceSaysWhatItIs()
    {
        using var device = new CudaDevice(new FakeDriver(), 0);
        Assert.Equal(
            "Fake GPU, 132 multiprocessors, compute capability 9.0, 80.0 GB", device.Description.ToString());
        Assert.Equal("sm_90", device.Description.Architecture);
        Assert.Equal(60_000_000_000, device.FreeMemory());
    }

    [Theory]
    [InlineData(0, 0, "There is no device cuda:0: this machine has no CUDA devices.")]
    [InlineData(1, 1, "There is no device cuda:1: this machine has 1 CUDA device.")]
    [InlineData(2, 7, "There is no device cuda:7: this machine has 2 CUDA devices.")]
    public void ADeviceThatIsNotThereIsRefused(int devices, int index, string message)
    {
        var error = Assert.Throws<ClozeException>(() => new CudaDevice(new FakeDriver { Devices = devices }, index));
        Assert.Equal(message, error.Message);
        Assert.Contains("cloze devices", error.Hint);
    }

    [Fact]
    public void ADeviceThatIsTooOldIsRefused()
    {
        var driver = new FakeDriver { Capability = (7, 5) };
        var error = Assert.Throws<ClozeException>(() => new CudaDevice(driver, 0));
        Assert.Equal("Fake GPU has compute capability 7.5, expected 8.0 or above.", error.Message);
        Assert.Empty(driver.Alive);
    }

    [Fact]
    public void NothingIsLeftWhereAStreamCannotBeCreated()
    {
        var driver = new FakeDriver { Failures = { ["stream"] = 2 } };
        var error = Assert.Throws<ClozeException>(() => new CudaDevice(driver, 0));
        Assert.Equal(
            "CUDA failed at creating a stream: CUDA_ERROR_OUT_OF_MEMORY (2), out of memory.", error.Message);
        Assert.Contains("fewer tokens in a batch", error.Hint);
        Assert.Empty(driver.Alive);
    }

    [Fact]
    public void WhatIsTakenIsFreedAndTheContextLast()
    {
        var driver = new FakeDriver();
        var device = new CudaDevice(driver, 0);
        DeviceMemoryHandle memory = device.Allocate("a test", 1000);
        device.Dispose();
        Assert.Contains("context", driver.Alive);
        memory.Dispose();
        Assert.Empty(driver.Alive);
        Assert.Equal("free context", driver.Calls[^1]);
    }

    [Fact]
    public void MemoryThatIsNotThereIsASentence()
    {
        var driver = new FakeDriver();
        using var device = new CudaDevice(driver, 0);
        driver.Failures["memory"] = 2;
        var error = Assert.Throws<ClozeException>(() => device.Allocate("weights", 5_000_000));
        Assert.Contains("taking 5 MB of its memory for weights: CUDA_ERROR_OUT_OF_MEMORY", error.Message);
    }

    [Fact]
    public void AFailedKernelIsSaidWhenTheDeviceIsAwaited()
    {
        var driver = new FakeDriver();
        using var device = new CudaDevice(driver, 0);
        driver.Failures["wait"] = 700;
        var error = Assert.Throws<ClozeException>(device.Synchronize);
        Assert.Equal("CUDA failed at waiting for the device: CUDA_ERROR_700 (700), an error.", error.Message);
        Assert.Contains("the last checkpoint is unchanged", error.Hint);
    }
}
