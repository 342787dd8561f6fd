namespace Cloze.Kernels;

/// <summary>An activation over a run of values, for one instruction set.</summary>
internal abstract class ActivationKernel
{
    /// <summary>destination = f(input); may be in place.</summary>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> destination);

    /// <summary>gradient = gradient * f'(preActivation), in place.</summary>
    public abstract void Backward(ReadOnlySpan<float> preActivation, Span<float> gradient);
}
