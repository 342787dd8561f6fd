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
        var epilogue = new ActivationEpilogue(
            KernelOf(activation), HostArena.Pointer(product), HostArena.Pointer(destination), destination.Columns);
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
        var epilogue = new ActivationGradientEpilogue(
            KernelOf(activation),
            HostArena.Pointer(preActivation),
            HostArena.Pointer(preActivationGradient),
            preActivation.Columns);
        _matrices.Multiply(InputGradientProduct(gradient, weight, add: false, preActivationGradient), epilogue);
    }

    private readonly struct ActivationEpilogue(ActivationKernel kernel, float* input, float* output, int columns)
        : IGemmEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Apply(in GemmArea area)
        {
            int width = area.ColumnEnd - area.Column;
            for (int row = area.Row; row < area.RowEnd; row++)
            {
                nint start = ((nint)row * columns) + area.Column;
                kernel.Forward(new ReadOnlySpan<float>(input + start, width), new Span<float>(output + start, width));
            }
        }
    }

    private readonly struct ActivationGradientEpilogue(
        ActivationKernel kernel, float* preActivation, float* gradient, int columns) : IGemmEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Apply(in GemmArea area)
        {
            int width = area.ColumnEnd - area.Column;
            for (int row = area.Row; row < area.RowEnd; row++)
            {
                nint start = ((nint)row * columns) + area.Column;
                var before = new Span<float>(preActivation + start, width);
                kernel.Backward(before, new Span<float>(gradient + start, width));
                kernel.Forward(before, before);
            }
        }
    }
}
