namespace Cloze.Kernels;

/// <summary>The kernels beside the matrix products, for one instruction set; each names its kernel's class.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>Exact GELU.</summary>
    public abstract ActivationKernel Gelu { get; }

    /// <summary>The tanh form of GELU.</summary>
    public abstract ActivationKernel GeluTanh { get; }

    /// <summary>Rectifier.</summary>
    public abstract ActivationKernel Relu { get; }

    /// <summary>Hyperbolic tangent.</summary>
    public abstract ActivationKernel Tanh { get; }

    /// <summary>The tied decoder with its loss.</summary>
    public abstract DecoderKernel Decoder { get; }

    /// <summary>The kernels of an instruction set.</summary>
    public static KernelSet Of(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => new KernelSet<Lanes512, GemmAvx512>(),
        InstructionSet.Avx2 => new KernelSet<Lanes256, GemmAvx2>(),
        _ => new KernelSet<Lanes128, GemmPortable>(),
    };

    /// <inheritdoc cref="EmbeddingKernel.AddRows"/>
    public abstract void AddRows(
        ReadOnlySpan<float> word,
        ReadOnlySpan<float> position,
        ReadOnlySpan<float> tokenType,
        Span<float> destination);

    /// <inheritdoc cref="EmbeddingKernel.Accumulate"/>
    public abstract void Accumulate(ReadOnlySpan<float> source, Span<float> destination);

    /// <inheritdoc cref="DropoutKernel.Apply"/>
    public abstract void ApplyDropout(
        ReadOnlySpan<float> input, in DropoutKey key, int firstRow, int columns, Span<float> destination);

    /// <inheritdoc cref="NormKernel.Forward"/>
    public abstract void AddNorm(in NormRows rows, in DropoutKey dropout, float epsilon);

    /// <inheritdoc cref="NormGradientKernel.Backward"/>
    public abstract void AddNormBackward(in NormGradientRows rows, in DropoutKey dropout);

    /// <inheritdoc cref="AttentionKernel.Forward"/>
    public abstract void Attention(
        float* queryKeyValue,
        in AttentionHead head,
        in DropoutKey dropout,
        float* scratch,
        float* logSumExp,
        float* output);

    /// <inheritdoc cref="AttentionGradientKernel.Backward"/>
    public abstract void AttentionBackward(
        in AttentionGradientRows rows, in AttentionHead head, in DropoutKey dropout, float* scratch);

    /// <inheritdoc cref="AdamKernel.Step"/>
    public abstract void Adam(
        in AdamFactors factors,
        Span<float> gradients,
        Span<float> parameters,
        Span<float> firstMoment,
        Span<float> secondMoment);

    /// <inheritdoc cref="AdamKernel.Turn"/>
    public abstract void AdamDirection(
        in AdamFactors factors,
        Span<float> gradients,
        Span<float> parameters,
        Span<float> firstMoment,
        Span<float> secondMoment);

    /// <inheritdoc cref="CombineKernel.Combine"/>
    public abstract void Combine(
        float a, ReadOnlySpan<float> x, float b, ReadOnlySpan<float> y, Span<float> destination);
}
