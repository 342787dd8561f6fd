namespace Cloze.Compute;

/// <summary>
/// One block of float32 memory of a backend, sized before use, from which tensors are cut in order.
/// Nothing is freed one by one: the arena is reset or disposed as a whole, by whoever took it or
/// else with its backend.
/// </summary>
internal abstract class Arena : IDisposable
{
    /// <summary>Tensors begin at multiples of this many floats (64 bytes).</summary>
    public const int Alignment = 16;

    /// <summary>Creates the arena's bookkeeping; the derived class owns the memory.</summary>
    /// <param name="name">What it holds, for messages.</param>
    /// <param name="capacity">Size in floats.</param>
    protected Arena(string name, nint capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Name = name;
        Capacity = capacity;
    }

    /// <summary>What the arena holds.</summary>
    public string Name { get; }

    /// <summary>Size in floats.</summary>
    public nint Capacity { get; }

    /// <summary>Floats taken so far.</summary>
    public nint Used { get; private set; }

    /// <summary>Whether the memory is gone.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>The backend whose memory this is; null where it is nobody's.</summary>
    internal Backend? Owner { get; set; }

    /// <summary>The floats that a tensor of this shape takes from an arena, alignment included.</summary>
    public static nint SizeOf(int rows, int columns) =>
        (((nint)rows * columns) + Alignment - 1) / Alignment * Alignment;

    /// <summary>Cuts the next tensor [rows, columns]; its values are whatever stood there.</summary>
    /// <exception cref="InvalidOperationException">The arena is too small.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ObjectDisposedException">The arena was disposed.</exception>
    public Tensor Take(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        nint size = SizeOf(rows, columns);
        if (size > Capacity - Used)
        {
            throw new InvalidOperationException(
                $"Arena {Name}: [{rows}, {columns}] needs {size} floats, {Capacity - Used} of {Capacity} are left.");
        }

        var tensor = new Tensor(this, Used, rows, columns);
        Used += size;
        return tensor;
    }

    /// <summary>Gives all tensors back at once.</summary>
    public void Reset() => Used = 0;

    /// <summary>Frees the memory; tensors of this arena are dead from here on.</summary>
    public void Dispose()
    {
        if (IsDisposed) return;
        IsDisposed = true;
        Free();
        Owner?.Forget(this);
    }

    /// <summary>Frees the memory, once.</summary>
    protected abstract void Free();
}
