namespace Cloze.Kernels;

/// <summary>The rows of an add-and-normalise; those that are optional may be empty.</summary>
internal readonly ref struct NormRows
{
    /// <summary>Number of the first row in its site, for dropout.</summary>
    public required int First { get; init; }

    /// <summary>Number of rows, n.</summary>
    public required int Count { get; init; }

    /// <summary>[n, H].</summary>
    public required ReadOnlySpan<float> Input { get; init; }

    /// <summary>[n, H], optional.</summary>
    public required ReadOnlySpan<float> Residual { get; init; }

    /// <summary>[H].</summary>
    public required ReadOnlySpan<float> Gain { get; init; }

    /// <summary>[H], optional.</summary>
    public required ReadOnlySpan<float> Bias { get; init; }

    /// <summary>[n, H], optional.</summary>
    public required Span<float> Sum { get; init; }

    /// <summary>Mean and reciprocal standard deviation of each row, [n, 2], optional.</summary>
    public required Span<float> Statistics { get; init; }

    /// <summary>[n, H].</summary>
    public required Span<float> Destination { get; init; }
}
