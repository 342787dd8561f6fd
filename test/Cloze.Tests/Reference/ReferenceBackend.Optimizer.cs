using Cloze.Compute;

namespace Cloze.Tests.Reference;

internal partial class ReferenceBackend
{
    protected override void AdamDirectionCore(
        Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamStep step)
    {
        Span<float> p = HostArena.Span(parameters), g = HostArena.Span(gradients);
        Span<float> m = HostArena.Span(firstMoment), v = HostArena.Span(secondMoment);
        double correction1 = step.BiasCorrection ? 1 - Math.Pow(step.Beta1, step.Step) : 1;
        double correction2 = step.BiasCorrection ? 1 - Math.Pow(step.Beta2, step.Step) : 1;
        for (int i = 0; i < p.Length; i++)
        {
            double gradient = (double)g[i] * step.GradientScale;
            double first = (step.Beta1 * m[i]) + ((1 - step.Beta1) * gradient);
            double second = (step.Beta2 * v[i]) + ((1 - step.Beta2) * gradient * gradient);
            m[i] = (float)first;
            v[i] = (float)second;
            double direction = first / correction1 / (Math.Sqrt(second / correction2) + step.Epsilon);
            g[i] = (float)(direction + ((double)step.WeightDecay * p[i]));
        }
    }

    protected override void CombineCore(float a, Tensor x, float b, Tensor y, Tensor destination)
    {
        double[] left = ToDouble(x), right = ToDouble(y);
        FromDouble([.. left.Zip(right, (one, other) => (a * one) + (b * other))], destination);
    }
}
