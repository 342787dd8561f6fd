namespace Cloze.Kernels;

/// <summary>An activation over a run of values, for one instruction set.</summary>
internal abstract class ActivationKernel
{
    /// <summary>destination = f(input); may be in place.</summary>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> destination);

    /// <summary>gradient = gradient * f'(preActivation), in place.</summary>
    public abstract void Backward(ReadOnlySpan<float> preActivation, Span<float> gradient);

    /// <summary>destination = f(input) * gate.</summary>
    public abstract void Gate(ReadOnlySpan<float> input, ReadOnlySpan<float> gate, Span<float> destination);

    /// <summary>
    /// The gradient of <see cref="Gate"/>, in place: with d the values of <paramref name="product"/>, input becomes
    /// d * gate * f'(input), gate d * f(input), and product f(input) * gate.
    /// </summary>
    public abstract void GateBackward(Span<float> input, Span<float> gate, Span<float> product);
}
