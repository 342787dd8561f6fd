namespace Cloze.Compute;

/// <summary>
/// A matrix [Rows, Columns], row after row without gaps, in an arena of a backend. A vector is one row.
/// The value is a view: copying it copies no data.
/// </summary>
internal readonly struct Tensor
{
    internal Tensor(Arena arena, nint offset, int rows, int columns, TensorElement element)
    {
        Arena = arena;
        Element = element;
        Offset = offset;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>The absent tensor, where an operand is optional.</summary>
    public static Tensor None => default;

    /// <summary>The arena that holds the values; null for <see cref="None"/>.</summary>
    public Arena? Arena { get; }

    /// <summary>What the values are.</summary>
    public TensorElement Element { get; }

    /// <summary>Where the values begin in the arena, in values of this tensor's type.</summary>
    public nint Offset { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Whether this is <see cref="None"/>.</summary>
    public bool IsNone => Arena is null;

    /// <summary>Number of values.</summary>
    public nint Count => (nint)Rows * Columns;

    /// <summary>Bytes of a value.</summary>
    internal int ElementSize => Element == TensorElement.Float32 ? sizeof(float) : sizeof(ushort);

    /// <summary>Where the values begin in the arena, in bytes.</summary>
    internal nint ByteOffset => Offset * ElementSize;

    /// <summary>The rows [start, start + count) of this matrix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the matrix.</exception>
    public Tensor RowRange(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Rows - count);
        return new Tensor(Arena!, Offset + ((nint)start * Columns), count, Columns, Element);
    }

    /// <summary>
    /// The values [offset, offset + rows * columns), counted from the first of this tensor, as a matrix.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor, or a size is negative.</exception>
    public Tensor Slice(nint offset, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Count - ((nint)rows * columns));
        return new Tensor(Arena!, Offset + offset, rows, columns, Element);
    }

    /// <summary>Whether a value is in both; never where one is none.</summary>
    internal bool Overlaps(Tensor other) => Arena is not null
        && Arena == other.Arena
        && ByteOffset < other.ByteOffset + (other.Count * other.ElementSize)
        && other.ByteOffset < ByteOffset + (Count * ElementSize);

    /// <inheritdoc/>
    public override string ToString() => IsNone ? "none" : $"[{Rows}, {Columns}]";
}
