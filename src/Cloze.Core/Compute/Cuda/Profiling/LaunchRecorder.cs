namespace Cloze.Compute;

/// <summary>
/// Times what is queued on a device's stream, one by one, by marks before and after it: see
/// <see cref="CudaDevice.Recorder"/>.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="load">What every call of attention has to do meanwhile.</param>
internal sealed class LaunchRecorder(CudaDevice device, AttentionLoad load) : IDisposable
{
    private readonly List<CudaEventHandle> _marks = [];
    private readonly List<Entry> _entries = [];
    private int _used;

    /// <summary>What every call of attention has to do.</summary>
    public AttentionLoad Load => load;

    /// <summary>Something is about to be queued.</summary>
    /// <exception cref="ClozeException">The device failed.</exception>
    public void Begin() => Mark();

    /// <summary>It is queued.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="bytes">What it must move.</param>
    /// <param name="flops">What it must compute.</param>
    /// <exception cref="ClozeException">The device failed.</exception>
    public void End(string name, double bytes, double flops)
    {
        Mark();
        _entries.Add(new Entry(name, bytes, flops, _used - 2));
    }

    /// <summary>Waits for the device and adds up, by name, the longest first; then it begins anew.</summary>
    /// <exception cref="ClozeException">The device failed.</exception>
    public IReadOnlyList<KernelProfile> Read()
    {
        device.Synchronize();
        KernelProfile[] profiles =
        [
            .. _entries.GroupBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(group => new KernelProfile(
                    group.Key,
                    group.Count(),
                    group.Sum(Seconds),
                    group.Sum(entry => entry.Bytes),
                    group.Sum(entry => entry.Flops)))
                .OrderByDescending(profile => profile.Seconds)
                .ThenBy(profile => profile.Name, StringComparer.Ordinal),
        ];
        _entries.Clear();
        _used = 0;
        return profiles;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CudaEventHandle mark in _marks) mark.Dispose();
    }

    private void Mark()
    {
        device.Enter();
        if (_used == _marks.Count) _marks.Add(new CudaEventHandle(device.Driver, device.Context));
        device.Check(device.Driver.EventRecord(_marks[_used++].Value, device.Stream), "measuring");
    }

    private double Seconds(Entry entry)
    {
        nint start = _marks[entry.First].Value, end = _marks[entry.First + 1].Value;
        device.Check(device.Driver.EventElapsedTime(start, end, out float milliseconds), "measuring");
        return milliseconds / 1e3;
    }

    private readonly record struct Entry(string Name, double Bytes, double Flops, int First);
}
