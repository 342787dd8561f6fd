using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Compares the optimizer's operations.</summary>
internal static class OptimizerChecks
{
    /// <summary>Over so many parameters.</summary>
    public static void Run(CheckList list, int count)
    {
        list.Check("sum of squares", $"{count} values", check => Squares(check, count));
        list.Check("AdamW", $"{count} parameters", check => Adam(check, count));
    }

    private static void Squares(CheckList.Comparison check, int count)
    {
        DualTensor values = check.Stage.Parameter(1, count);
        var sums = new List<float>();
        check.Run((backend, of) => sums.Add((float)backend.SumOfSquares(of(values))));
        check.Same("sum", Math.Abs(sums[0] - sums[1]) / sums[0], 0);
    }

    private static void Adam(CheckList.Comparison check, int count)
    {
        DualStage stage = check.Stage;
        DualTensor p = stage.Parameter(1, count), m = stage.Parameter(1, count, 0.01f);
        DualTensor v = stage.Parameter(1, count, 1e-5f, 1e-3f), g = stage.Parameter(1, count, 0.1f);
        int[] edges = [count / 5, count / 3, count / 3 + 1, count / 2];
        var step = new AdamStep(1e-3f, 0.9, 0.98, 1e-8f, 0.01f, 0.5f, 3);
        DualTensor x = stage.Activation(3, 8), y = stage.Output(3, count / 8);
        void Multiply(Backend backend, Func<DualTensor, Tensor> of) =>
            backend.Linear(of(x), of(p).Slice(0, count / 8, 8), Tensor.None, of(y));

        check.Run(Multiply);
        check.Run((backend, of) => backend.Adam(of(p), of(g), of(m), of(v), edges, step));
        check.Same("parameters", p, 0);
        check.Same("first moment", m, 0);
        check.Same("second moment", v, 0);
        check.Same("gradients, now zero", g, 0);

        // A product reads the parameters as they are after the step, though it has read them before.
        check.Run(Multiply);
        check.Same("a product with the parameters", y);
    }
}
