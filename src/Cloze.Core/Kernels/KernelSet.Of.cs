namespace Cloze.Kernels;

/// <summary>The kernels over one width of lanes and one register tile.</summary>
internal sealed unsafe class KernelSet<TLanes, TTile> : KernelSet
    where TLanes : unmanaged, ILanes<TLanes>
    where TTile : struct, IGemmKernel
{
    /// <inheritdoc/>
    public override ActivationKernel Gelu { get; } = new ActivationKernel<TLanes, Gelu>();

    /// <inheritdoc/>
    public override ActivationKernel GeluTanh { get; } = new ActivationKernel<TLanes, GeluTanh>();

    /// <inheritdoc/>
    public override ActivationKernel Relu { get; } = new ActivationKernel<TLanes, Relu>();

    /// <inheritdoc/>
    public override ActivationKernel Tanh { get; } = new ActivationKernel<TLanes, Tanh>();

    /// <inheritdoc/>
    public override DecoderKernel Decoder { get; } = new DecoderKernel<TLanes, TTile>();

    /// <inheritdoc/>
    public override void AddRows(
        ReadOnlySpan<float> word,
        ReadOnlySpan<float> position,
        ReadOnlySpan<float> tokenType,
        Span<float> destination) => EmbeddingKernel.AddRows<TLanes>(word, position, tokenType, destination);

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<float> source, Span<float> destination) =>
        EmbeddingKernel.Accumulate<TLanes>(source, destination);

    /// <inheritdoc/>
    public override void ApplyDropout(
        ReadOnlySpan<float> input, in DropoutKey key, int firstRow, int columns, Span<float> destination) =>
        DropoutKernel.Apply<TLanes>(input, key, firstRow, columns, destination);

    /// <inheritdoc/>
    public override void AddNorm(in NormRows rows, in DropoutKey dropout, float epsilon) =>
        NormKernel.Forward<TLanes>(rows, dropout, epsilon);

    /// <inheritdoc/>
    public override void AddNormBackward(in NormGradientRows rows, in DropoutKey dropout) =>
        NormGradientKernel.Backward<TLanes>(rows, dropout);

    /// <inheritdoc/>
    public override void Attention(
        float* queryKeyValue,
        in AttentionHead head,
        in DropoutKey dropout,
        float* scratch,
        float* logSumExp,
        float* output) =>
        AttentionKernel.Forward<TLanes>(queryKeyValue, head, dropout, scratch, logSumExp, output);

    /// <inheritdoc/>
    public override void AttentionBackward(
        in AttentionGradientRows rows, in AttentionHead head, in DropoutKey dropout, float* scratch) =>
        AttentionGradientKernel.Backward<TLanes>(rows, head, dropout, scratch);

    /// <inheritdoc/>
    public override void Adam(
        in AdamFactors factors,
        Span<float> gradients,
        Span<float> parameters,
        Span<float> firstMoment,
        Span<float> secondMoment) =>
        AdamKernel.Step<TLanes>(factors, gradients, parameters, firstMoment, secondMoment);

    /// <inheritdoc/>
    public override void AdamDirection(
        in AdamFactors factors,
        Span<float> gradients,
        Span<float> parameters,
        Span<float> firstMoment,
        Span<float> secondMoment) =>
        AdamKernel.Turn<TLanes>(factors, gradients, parameters, firstMoment, secondMoment);

    /// <inheritdoc/>
    public override void Combine(
        float a, ReadOnlySpan<float> x, float b, ReadOnlySpan<float> y, Span<float> destination) =>
        CombineKernel.Combine<TLanes>(a, x, b, y, destination);
}
