using Cloze.Compute;

namespace Cloze.Onnx;

/// <summary>The functions between linear layers.</summary>
internal static class ActivationPart
{
    private const float SquareRootOf2 = 1.41421356f, SquareRootOf2OverPi = 0.79788456f, CubicShare = 0.044715f;

    /// <summary>An activation of each value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The activation is none of those known.</exception>
    public static Value Of(GraphScope at, Value input, Activation activation) => activation switch
    {
        Activation.Gelu => Gelu(at, input),
        Activation.GeluTanh => GeluTanh(at, input),
        Activation.Relu => at.Apply("Relu", input),
        Activation.Tanh => at.Apply("Tanh", input),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "It is none of those known."),
    };

    // x / 2 · (1 + erf(x / √2)), in the order that engines know as one operation
    private static Value Gelu(GraphScope at, Value x)
    {
        Value error = at.Apply("Erf", at.Apply("Div", x, at.Graph.Number(SquareRootOf2)));
        Value product = at.Multiply(x, at.Add(error, at.Graph.Number(1)));
        return at.Multiply(product, at.Graph.Number(0.5f));
    }

    // x / 2 · (1 + tanh(√(2 / π) · (x + 0.044715 · x³)))
    private static Value GeluTanh(GraphScope at, Value x)
    {
        Value cube = at.Multiply(at.Multiply(x, x), x);
        Value inner = at.Add(x, at.Multiply(cube, at.Graph.Number(CubicShare)));
        Value tanh = at.Apply("Tanh", at.Multiply(inner, at.Graph.Number(SquareRootOf2OverPi)));
        Value half = at.Multiply(x, at.Graph.Number(0.5f));
        return at.Multiply(half, at.Add(tanh, at.Graph.Number(1)));
    }
}
