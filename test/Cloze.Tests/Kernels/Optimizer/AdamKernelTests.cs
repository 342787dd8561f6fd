using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public class AdamKernelTests
{
    private static readonly AdamFactors _factors =
        new(0.7f, 0.9f, 0.1f, 0.999f, 0.001f, 2e-3f, 40, 1e-6f, 1e-5f);

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void AStepAtEveryLength(InstructionSet path)
    {
        KernelSet kernels = KernelSet.Of(path);
        foreach (int length in EveryLength.Lengths)
        {
            float[] gradients = EveryLength.Normal(length, 1), parameters = EveryLength.Normal(length, 2);
            float[] first = EveryLength.Normal(length, 3, 0.1);
            float[] second = [.. EveryLength.Normal(length, 4, 0.03).Select(value => value * value)];
            float[] g = EveryLength.Guarded(gradients), p = EveryLength.Guarded(parameters);
            float[] m = EveryLength.Guarded(first), v = EveryLength.Guarded(second);
            kernels.Adam(
                _factors, g.AsSpan(0, length), p.AsSpan(0, length), m.AsSpan(0, length), v.AsSpan(0, length));
            EveryLength.AssertNear($"{path} gradients", length, g, 0, _ => (0, 1));
            EveryLength.AssertNear(
                $"{path} first moment", length, m, 3e-7, i => FirstMoment(gradients[i], first[i]));
            EveryLength.AssertNear($"{path} second moment", length, v, 4e-7, i =>
                (SecondMoment(gradients[i], second[i]), SecondMoment(gradients[i], second[i])));
            EveryLength.AssertNear($"{path} parameters", length, p, 1e-6, i =>
            {
                (double moment, double magnitude) = FirstMoment(gradients[i], first[i]);
                double root = Math.Sqrt(SecondMoment(gradients[i], second[i]) * _factors.SecondScale);
                double rate = _factors.Rate / (root + _factors.Epsilon), decay = 1 - (double)_factors.Decay;
                return ((parameters[i] * decay) - (rate * moment), Math.Abs(parameters[i]) + (rate * magnitude));
            });
        }
    }

    private static (double Value, double Magnitude) FirstMoment(double gradient, double before)
    {
        double old = _factors.Beta1 * before, added = _factors.NewBeta1 * _factors.GradientScale * gradient;
        return (old + added, Math.Abs(old) + Math.Abs(added));
    }

    private static double SecondMoment(double gradient, double before)
    {
        double scaled = _factors.GradientScale * gradient;
        return (_factors.Beta2 * before) + (_factors.NewBeta2 * scaled * scaled);
    }
}
