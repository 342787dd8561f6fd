namespace Cloze.Kernels;

/// <summary>The matrices of the gradient of attention.</summary>
internal readonly unsafe struct AttentionGradientRows
{
    /// <summary>[T, 3H].</summary>
    public required float* QueryKeyValue { get; init; }

    /// <summary>[T, A].</summary>
    public required float* LogSumExp { get; init; }

    /// <summary>What the forward pass gave, [T, H].</summary>
    public required float* Output { get; init; }

    /// <summary>[T, H].</summary>
    public required float* OutputGradient { get; init; }

    /// <summary>[T, 3H], overwritten.</summary>
    public required float* QueryKeyValueGradient { get; init; }
}
