namespace Cloze.Compute;

/// <summary>
/// An arena in the host's memory, outside the managed heap, aligned to 64 bytes and zeroed at first. What is never
/// written takes no memory of the machine, see <see cref="HostMemory"/>.
/// </summary>
internal sealed unsafe class HostArena : Arena
{
    private readonly HostMemory _memory;
    private readonly float* _floats;

    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public HostArena(string name, nint capacity)
        : base(name, capacity, TensorElement.Float32)
    {
        try
        {
            _memory = HostMemory.Take(capacity);
            _floats = _memory.Floats;
        }
        catch (OutOfMemoryException error)
        {
            throw new ClozeException(
                $"Not enough memory: {name} needs {capacity * (double)sizeof(float) / 1048576:F0} MB.",
                "Choose a smaller preset or fewer tokens in a batch.",
                error);
        }
    }

    /// <summary>An operation that may still be computing values of this arena; null where there was none.</summary>
    public IPendingUpdate? Pending { get; set; }

    /// <summary>The values of a tensor of this backend's memory.</summary>
    public static Span<float> Span(Tensor tensor) => new(Pointer(tensor), checked((int)tensor.Count));

    /// <summary>The address of a tensor's first value, when no operation is computing its values any more.</summary>
    /// <exception cref="ArgumentException">The tensor is absent or of another backend.</exception>
    /// <exception cref="ObjectDisposedException">The tensor's arena was disposed.</exception>
    public static float* Pointer(Tensor tensor)
    {
        HostArena arena = Of(tensor);
        if (arena.Pending is { IsPending: true } pending) pending.Settle(tensor);
        return arena._floats + tensor.Offset;
    }

    /// <summary>The arena that holds a tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is absent or of another backend.</exception>
    /// <exception cref="ObjectDisposedException">The tensor's arena was disposed.</exception>
    public static HostArena Of(Tensor tensor) =>
        tensor.Arena is HostArena { IsDisposed: false } arena ? arena : throw NoMemory(tensor);

    /// <inheritdoc/>
    protected override void Free()
    {
        Pending?.Finish();
        _memory.Dispose();
    }

    private static Exception NoMemory(Tensor tensor) => tensor.Arena is HostArena arena
        ? new ObjectDisposedException($"Arena {arena.Name}")
        : new ArgumentException($"Tensor {tensor} is not in host memory.");
}
