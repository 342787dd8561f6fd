namespace Cloze.Kernels;

/// <summary>The rows of the gradient of an add-and-normalise; those that are optional may be empty.</summary>
internal readonly ref struct NormGradientRows
{
    /// <summary>Number of the first row in its site, for dropout.</summary>
    public required int First { get; init; }

    /// <summary>Number of rows, n.</summary>
    public required int Count { get; init; }

    /// <summary>[n, H].</summary>
    public required ReadOnlySpan<float> Gradient { get; init; }

    /// <summary>[n, H].</summary>
    public required ReadOnlySpan<float> Sum { get; init; }

    /// <summary>[n, 2].</summary>
    public required ReadOnlySpan<float> Statistics { get; init; }

    /// <summary>[H].</summary>
    public required ReadOnlySpan<float> Gain { get; init; }

    /// <summary>[n, H], optional.</summary>
    public required Span<float> InputGradient { get; init; }

    /// <summary>[n, H].</summary>
    public required Span<float> ResidualGradient { get; init; }

    /// <summary>Whether <see cref="ResidualGradient"/> is added to.</summary>
    public bool Adds { get; init; }

    /// <summary>Sums over the rows of the gradient of gain, then of bias, [2, H], overwritten.</summary>
    public required Span<float> ParameterGradients { get; init; }
}
