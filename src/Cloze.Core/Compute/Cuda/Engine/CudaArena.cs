namespace Cloze.Compute;

/// <summary>
/// An arena in a device's memory, zeroed at first. Of an arena of float32 parameters the backend may keep a shadow: all
/// of its values in bfloat16, for the matrix units.
/// </summary>
internal sealed class CudaArena : Arena
{
    private readonly CudaDevice _device;
    private readonly DeviceMemoryHandle _memory;
    private DeviceMemoryHandle? _shadow;

    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public CudaArena(string name, nint capacity, TensorElement element, CudaDevice device)
        : base(name, capacity, element)
    {
        _device = device;
        _memory = device.Allocate(name, capacity * sizeof(float));
        device.Clear(_memory.Pointer, capacity * sizeof(float));
    }

    /// <summary>Whether there is a shadow.</summary>
    public bool HasShadow => _shadow is not null;

    /// <summary>The first value of the arena.</summary>
    public DevicePointer Start => _memory.Pointer;

    /// <summary>The arena that holds a tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is of another backend, or none.</exception>
    public static CudaArena Of(Tensor tensor) => tensor.Arena as CudaArena
        ?? throw new ArgumentException($"Tensor {tensor} is not in the memory of a CUDA device.");

    /// <summary>Where a tensor's values begin.</summary>
    public static DevicePointer Pointer(Tensor tensor) => Of(tensor)._memory.Pointer + tensor.ByteOffset;

    /// <summary>The first value of the shadow; there is one.</summary>
    public DevicePointer ShadowStart => _shadow!.Pointer;

    /// <summary>Where the shadow of a float32 tensor begins; there is one.</summary>
    public static DevicePointer Shadow(Tensor tensor) =>
        Of(tensor).ShadowStart + (tensor.Offset * sizeof(ushort));

    /// <summary>Takes memory for the shadow; its values are the caller's to make.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public void TakeShadow() => _shadow = _device.Allocate($"{Name} in bfloat16", Capacity * sizeof(ushort));

    // Kernels that read the memory may be queued still: the driver waits for them before it takes memory back.
    /// <inheritdoc/>
    protected override void Free()
    {
        _shadow?.Dispose();
        _memory.Dispose();
    }
}
