using Cloze.Compute;

namespace Cloze.Tests.Reference;

/// <summary>Scalar functions in double precision, written for clearness alone.</summary>
internal static class ReferenceMath
{
    private static readonly double RootOfTwoOverPi = Math.Sqrt(2 / Math.PI);

    /// <summary>
    /// The error function, by 2/√π e^(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · 5 … (2n + 1)), whose terms are all of one sign.
    /// </summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 6) return Math.Sign(x);
        double term = x, sum = 0;
        for (int n = 0; Math.Abs(term) > 1e-20 * Math.Abs(sum); n++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * n) + 3);
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>activation(x).</summary>
    public static double Activate(Activation activation, double x) => activation switch
    {
        Activation.Gelu => x * Phi(x),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(RootOfTwoOverPi * (x + (0.044715 * x * x * x)))),
        Activation.Relu => Math.Max(x, 0),
        Activation.Tanh => Math.Tanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>The derivative of activation at x.</summary>
    public static double Slope(Activation activation, double x)
    {
        switch (activation)
        {
            case Activation.Gelu:
                return Phi(x) + (x * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));
            case Activation.GeluTanh:
                double tanh = Math.Tanh(RootOfTwoOverPi * (x + (0.044715 * x * x * x)));
                double inner = RootOfTwoOverPi * (1 + (3 * 0.044715 * x * x));
                return (0.5 * (1 + tanh)) + (0.5 * x * (1 - (tanh * tanh)) * inner);
            case Activation.Relu:
                return x > 0 ? 1 : 0;
            case Activation.Tanh:
                return 1 - (Math.Tanh(x) * Math.Tanh(x));
            default:
                throw new ArgumentOutOfRangeException(nameof(activation));
        }
    }

    /// <summary>What dropout multiplies the value in this row and column with: 0 or 1 / (1 - probability).</summary>
    public static double Keep(Dropout dropout, int row, int column)
    {
        if (!dropout.IsActive) return 1;
        uint dropped = (uint)Math.Round(dropout.Probability * 65536.0);
        ulong index = ((ulong)dropout.Site << 32) | (uint)row;
        var random = new KeyedRandom(dropout.Seed, RandomPurpose.Dropout, dropout.Step, index);
        uint word = 0;
        for (int i = 0; i <= column / 2; i++) word = random.NextBits();
        uint half = column % 2 == 0 ? word & 0xFFFF : word >> 16;
        return half < dropped ? 0 : 65536.0 / (65536 - dropped);
    }

    private static double Phi(double x) => 0.5 * (1 + Erf(x / Math.Sqrt(2)));
}
