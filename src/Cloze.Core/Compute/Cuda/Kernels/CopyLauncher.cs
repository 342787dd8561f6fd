namespace Cloze.Compute;

/// <summary>
/// Runs of values converted, copied, filled, added and combined, of copy.cu. Places are aligned to 16 bytes.
/// </summary>
internal sealed class CopyLauncher(ICudaLauncher launcher)
{
    private const string File = "copy.cu";

    /// <summary>destination, activations, = source, float32.</summary>
    public void FromFloat(DevicePointer source, DevicePointer destination, long count) =>
        Run("cast_from_float", source, destination, count);

    /// <summary>destination, float32, = source, activations.</summary>
    public void ToFloat(DevicePointer source, DevicePointer destination, long count) =>
        Run("cast_to_float", source, destination, count);

    /// <summary>destination = source, activations.</summary>
    public void Copy(DevicePointer source, DevicePointer destination, long count) =>
        Run("copy_elements", source, destination, count);

    /// <summary>destination += source, activations.</summary>
    public void Add(DevicePointer source, DevicePointer destination, long count) =>
        Run("add_elements", source, destination, count);

    /// <summary>Every float32 = value.</summary>
    public void FillFloats(float value, DevicePointer destination, long count) =>
        Fill("fill_floats", value, destination, count);

    /// <summary>Every activation = value.</summary>
    public void FillElements(float value, DevicePointer destination, long count) =>
        Fill("fill_elements", value, destination, count);

    /// <summary>destination = a x + b y, activations; the destination may be x or y.</summary>
    public void Combine(
        float a, DevicePointer x, float b, DevicePointer y, DevicePointer destination, long count)
    {
        if (!x.IsAligned(16) || !y.IsAligned(16) || !destination.IsAligned(16))
        {
            throw new ArgumentException($"combine_elements: {x}, {y}, {destination} are not aligned to 16 bytes.");
        }

        if (count == 0) return;
        launcher.Launch(File, "combine_elements", KernelGrid.Values(count), [a, x, b, y, destination, count]);
    }

    private void Run(string kernel, DevicePointer source, DevicePointer destination, long count)
    {
        if (!source.IsAligned(16) || !destination.IsAligned(16))
        {
            throw new ArgumentException($"{kernel}: {source} and {destination} are not both aligned to 16 bytes.");
        }

        if (count > 0) launcher.Launch(File, kernel, KernelGrid.Values(count), [source, destination, count]);
    }

    private void Fill(string kernel, float value, DevicePointer destination, long count)
    {
        if (count > 0) launcher.Launch(File, kernel, KernelGrid.Values(count), [value, destination, count]);
    }
}
