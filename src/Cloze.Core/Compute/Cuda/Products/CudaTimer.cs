namespace Cloze.Compute;

/// <summary>Measures how long a device worked.</summary>
internal sealed class CudaTimer(CudaDevice device) : IDisposable
{
    private readonly CudaEventHandle _start = new(device.Driver, device.Context);
    private readonly CudaEventHandle _end = new(device.Driver, device.Context);

    /// <summary>Begins, behind the work queued before.</summary>
    public void Start() => device.Check(device.Driver.EventRecord(_start.Value, device.Stream), "measuring");

    /// <summary>Waits for the work queued since the start.</summary>
    /// <returns>How long it took, in milliseconds.</returns>
    public float Stop()
    {
        ICudaDriver driver = device.Driver;
        device.Check(driver.EventRecord(_end.Value, device.Stream), "measuring");
        device.Check(driver.EventSynchronize(_end.Value), "measuring");
        device.Check(driver.EventElapsedTime(_start.Value, _end.Value, out float milliseconds), "measuring");
        return milliseconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _start.Dispose();
        _end.Dispose();
    }
}
