namespace Cloze.Compute;

/// <summary>
/// One block of memory of a backend, sized before use, from which tensors are cut in order. It has an element of its
/// own, in which a backend keeps activations; statistics, sums and whatever the host reads are float32 in every arena.
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
    /// <param name="element">What <see cref="Take"/> cuts.</param>
    protected Arena(string name, nint capacity, TensorElement element)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Name = name;
        Capacity = capacity;
        Element = element;
    }

    /// <summary>What the arena holds.</summary>
    public string Name { get; }

    /// <summary>What <see cref="Take"/> cuts.</summary>
    public TensorElement Element { get; }

    /// <summary>Size in floats.</summary>
    public nint Capacity { get; }

    /// <summary>Floats taken so far.</summary>
    public nint Used { get; private set; }

    /// <summary>Whether the memory is gone.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>The backend whose memory this is; null where it is nobody's.</summary>
    internal Backend? Owner { get; set; }

    /// <summary>The floats that a float32 tensor of this shape takes from an arena, alignment included.</summary>
    public static nint SizeOf(int rows, int columns) => Align((nint)rows * columns);

    /// <summary>Cuts the next tensor [rows, columns] of the arena's element; its values are what stood there.</summary>
    /// <exception cref="InvalidOperationException">The arena is too small.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ObjectDisposedException">The arena was disposed.</exception>
    public Tensor Take(int rows, int columns) => Cut(rows, columns, Element);

    /// <summary>Cuts the next tensor [rows, columns] of float32 values.</summary>
    /// <inheritdoc cref="Take" path="/exception"/>
    public Tensor TakeFloat32(int rows, int columns) => Cut(rows, columns, TensorElement.Float32);

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

    private static nint Align(nint floats) => (floats + Alignment - 1) / Alignment * Alignment;

    private Tensor Cut(int rows, int columns, TensorElement element)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        int perFloat = element == TensorElement.Float32 ? 1 : 2;
        nint size = Align((((nint)rows * columns) + perFloat - 1) / perFloat);
        if (size > Capacity - Used)
        {
            throw new InvalidOperationException(
                $"Arena {Name}: [{rows}, {columns}] needs {size} floats, {Capacity - Used} of {Capacity} are left.");
        }

        var tensor = new Tensor(this, Used * perFloat, rows, columns, element);
        Used += size;
        return tensor;
    }
}
