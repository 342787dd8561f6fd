using System.Runtime.CompilerServices;
using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>Linear layers with an activation, applied to each rectangle of the product while in cache.</content>
internal sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    protected override void LinearActivationCore(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination)
    {
        Tensor product = preActivation.IsNone ? destination : preActivation;
        var stretch = new ActivationStretch(
            KernelOf(activation), HostArena.Pointer(product), HostArena.Pointer(destination));
        var epilogue = new RowEpilogue<ActivationStretch>(stretch, destination.Columns);
        if (_bytes is not null) _bytes.Multiply(input, weight, bias, product, epilogue);
        else _matrices.Multiply(ForwardProduct(input, weight, bias, product), epilogue);
    }

    /// <inheritdoc/>
    protected override void LinearInputGradientCore(
        Tensor gradient,
        Tensor weight,
        Activation activation,
        Tensor preActivation,
        Tensor preActivationGradient,
        Tensor columnSums)
    {
        var stretch = new ActivationGradientStretch(
            KernelOf(activation), HostArena.Pointer(preActivation), HostArena.Pointer(preActivationGradient));
        var epilogue = new RowEpilogue<ActivationGradientStretch>(stretch, preActivation.Columns);
        _matrices.Multiply(InputGradientProduct(gradient, weight, add: false, preActivationGradient), epilogue);
    }

    private readonly struct ActivationStretch(ActivationKernel kernel, float* input, float* output) : IStretch
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(int row, nint start, int width) =>
            kernel.Forward(new ReadOnlySpan<float>(input + start, width), new Span<float>(output + start, width));
    }

    private readonly struct ActivationGradientStretch(
        ActivationKernel kernel, float* preActivation, float* gradient) : IStretch
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(int row, nint start, int width)
        {
            var before = new Span<float>(preActivation + start, width);
            kernel.Backward(before, new Span<float>(gradient + start, width));
            kernel.Forward(before, before);
        }
    }
}
