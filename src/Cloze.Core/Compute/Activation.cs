namespace Cloze.Compute;

/// <summary>A function applied to every value after a linear layer.</summary>
public enum Activation
{
    /// <summary>x * Phi(x) by the error function (Hendrycks and Gimpel 2016); "gelu" in a configuration.</summary>
    Gelu,

    /// <summary>The tanh form of GELU, 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))); "gelu_new".</summary>
    GeluTanh,

    /// <summary>max(x, 0); "relu".</summary>
    Relu,

    /// <summary>Hyperbolic tangent, of the pooler.</summary>
    Tanh,
}
