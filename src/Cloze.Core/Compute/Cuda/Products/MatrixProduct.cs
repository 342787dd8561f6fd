namespace Cloze.Compute;

/// <summary>
/// One product of matrices in a device's memory, row after row: C [rows, columns] = A · B, or += where
/// <see cref="Adds"/>.
/// </summary>
/// <remarks>
/// A is [rows, depth], or [depth, rows] where <see cref="TransposesA"/>; B [depth, columns], or [columns, depth] where
/// <see cref="TransposesB"/>. A stride is the values from one row of a matrix to the next.
/// </remarks>
internal readonly record struct MatrixProduct
{
    /// <summary>First factor.</summary>
    public required DevicePointer A { get; init; }

    /// <summary>Second factor.</summary>
    public required DevicePointer B { get; init; }

    /// <summary>The result.</summary>
    public required DevicePointer C { get; init; }

    /// <summary>[columns] values of the result's type, added to every row; or none.</summary>
    public DevicePointer Bias { get; init; }

    /// <summary>Added to the result, like it in rows, stride and type; or none. C itself is for Adds.</summary>
    public DevicePointer Addend { get; init; }

    /// <summary>Rows of C.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of C.</summary>
    public required int Columns { get; init; }

    /// <summary>Terms of each sum.</summary>
    public required int Depth { get; init; }

    /// <summary>Whether A's rows are the sums' terms.</summary>
    public bool TransposesA { get; init; }

    /// <summary>Whether B's rows are C's columns.</summary>
    public bool TransposesB { get; init; }

    /// <summary>From one row of A to the next.</summary>
    public required int StrideA { get; init; }

    /// <summary>From one row of B to the next.</summary>
    public required int StrideB { get; init; }

    /// <summary>From one row of C to the next.</summary>
    public required int StrideC { get; init; }

    /// <summary>Whether the sums are added to C.</summary>
    public bool Adds { get; init; }

    /// <summary>What the factors are.</summary>
    public required TensorElement Factors { get; init; }

    /// <summary>What the result is.</summary>
    public required TensorElement Result { get; init; }

    /// <summary>Whether there is nothing to be computed; a sum without terms changes C unless it adds.</summary>
    public bool IsEmpty => Rows == 0 || Columns == 0 || (Depth == 0 && Adds);

    /// <summary>Multiplications and additions.</summary>
    public double Flops => 2.0 * Rows * Columns * Depth;
}
