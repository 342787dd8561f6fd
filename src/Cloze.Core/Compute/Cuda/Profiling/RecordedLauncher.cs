namespace Cloze.Compute;

/// <summary>A launcher whose kernels are timed while the device has a <see cref="CudaDevice.Recorder"/>.</summary>
internal sealed class RecordedLauncher(ICudaLauncher launcher, CudaDevice device) : ICudaLauncher
{
    /// <inheritdoc/>
    public int ElementSize => launcher.ElementSize;

    /// <inheritdoc/>
    public int Multiprocessors => launcher.Multiprocessors;

    /// <inheritdoc/>
    public int SharedBytes => launcher.SharedBytes;

    /// <inheritdoc/>
    public void Launch(string file, string kernel, in LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        LaunchRecorder? recorder = device.Recorder;
        recorder?.Begin();
        launcher.Launch(file, kernel, shape, arguments);
        if (recorder is null) return;
        (double bytes, double flops) = KernelWork.Of(kernel, shape, arguments, ElementSize, recorder.Load);
        recorder.End(kernel, bytes, flops);
    }

    /// <inheritdoc/>
    public DevicePointer Scratch(int slot, nint bytes) => launcher.Scratch(slot, bytes);
}
