namespace Cloze.Compute;

/// <content>What the device does, kernel by kernel.</content>
internal sealed partial class CudaBackend
{
    /// <inheritdoc/>
    public override double SecondsWaited => _device.SecondsWaited;

    /// <inheritdoc/>
    public override IReadOnlyList<KernelProfile> ProfileKernels(Action work, AttentionLoad load)
    {
        Finish();
        using var recorder = new LaunchRecorder(_device, load);
        _device.Recorder = recorder;
        try
        {
            work();
            return recorder.Read();
        }
        finally
        {
            _device.Recorder = null;
        }
    }
}
