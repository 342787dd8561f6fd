using System.Runtime.CompilerServices;
using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>
/// Linear layers whose one half gates the other: the gate's half is a product of its own, before the other half, whose
/// rectangles find it finished.
/// </content>
internal sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    protected override void LinearGatedCore(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination)
    {
        int half = destination.Columns;
        if (_bytes is not null)
        {
            _bytes.Multiply(input, weight, bias, preActivation, default(NoEpilogue));
            GateInBytes(activation, preActivation, destination);
            return;
        }

        GemmProduct whole = ForwardProduct(input, weight, bias, preActivation);
        _matrices.Multiply(From(whole, half));
        var stretch = new GateStretch(KernelOf(activation), whole.C, HostArena.Pointer(destination), half);
        _matrices.Multiply(Until(whole, half), new RowEpilogue<GateStretch>(stretch, half));
    }

    /// <inheritdoc/>
    protected override void LinearGatedBackwardCore(
        Tensor gradient, Tensor weight, Activation activation, Tensor preActivation, Tensor activated)
    {
        var stretch = new GateGradientStretch(
            KernelOf(activation), HostArena.Pointer(preActivation), HostArena.Pointer(activated), activated.Columns);
        var epilogue = new RowEpilogue<GateGradientStretch>(stretch, activated.Columns);
        _matrices.Multiply(InputGradientProduct(gradient, weight, add: false, activated), epilogue);
    }

    // preActivation [T, 2F], output [T, F].
    private readonly struct GateStretch(ActivationKernel kernel, float* preActivation, float* output, int columns)
        : IStretch
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(int row, nint start, int width)
        {
            float* input = preActivation + start + ((nint)row * columns);
            kernel.Gate(
                new ReadOnlySpan<float>(input, width),
                new ReadOnlySpan<float>(input + columns, width),
                new Span<float>(output + start, width));
        }
    }

    // preActivation [T, 2F], product [T, F].
    private readonly struct GateGradientStretch(
        ActivationKernel kernel, float* preActivation, float* product, int columns) : IStretch
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(int row, nint start, int width)
        {
            float* input = preActivation + start + ((nint)row * columns);
            kernel.GateBackward(
                new Span<float>(input, width),
                new Span<float>(input + columns, width),
                new Span<float>(product + start, width));
        }
    }
}
