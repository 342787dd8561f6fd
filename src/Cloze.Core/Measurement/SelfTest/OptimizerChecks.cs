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
        list.Check("Adam's direction", $"{count} parameters", check => Direction(check, count));
        list.Check("moves", $"{count} parameters", check => Moves(check, count));
        list.Check("norm of 1", $"{count} values", check => Normal(check, count));
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

    private static void Direction(CheckList.Comparison check, int count)
    {
        DualStage stage = check.Stage;
        DualTensor p = stage.Parameter(1, count), m = stage.Parameter(1, count, 0.01f);
        DualTensor v = stage.Parameter(1, count, 1e-5f, 1e-3f), g = stage.Parameter(1, count, 0.1f);
        var step = new AdamStep(1e-3f, 0.9, 0.98, 1e-8f, 0.01f, 0.5f, 3);
        check.Run((backend, of) => backend.AdamDirection(of(p), of(g), of(m), of(v), step));
        check.Same("direction", g, 0);
        check.Same("first moment", m, 0);
        check.Same("second moment", v, 0);
    }

    // By a direction in float32 and by one of activations, then by the ratio of two norms.
    private static void Moves(CheckList.Comparison check, int count)
    {
        DualStage stage = check.Stage;
        DualTensor p = stage.Parameter(1, count), way = stage.Parameter(1, count, 0.01f);
        DualTensor rounded = stage.Activation(1, count), x = stage.Activation(3, 8), y = stage.Output(3, count / 8);
        void Multiply(Backend backend, Func<DualTensor, Tensor> of) =>
            backend.Linear(of(x), of(p).Slice(0, count / 8, 8), Tensor.None, of(y));

        check.Run(Multiply);
        check.Run((backend, of) => backend.Combine(0.9f, of(p), -0.5f, of(way), of(p)));
        check.Same("parameters", p, 0);
        check.Run((backend, of) => backend.Combine(0.9f, of(p), -0.5f, of(rounded), of(p)));
        check.Same("parameters, by activations", p, 0);
        check.Run((backend, of) => backend.MoveByRatio(of(way), 0.1f, of(p)));
        check.Same("parameters, by a ratio of norms", p, 0);

        // They are no numbers of bfloat16 any more: the product rounds them.
        check.Run(Multiply);
        check.Same("a product with the parameters", y, 4);
    }

    private static void Normal(CheckList.Comparison check, int count)
    {
        DualTensor values = check.Stage.Parameter(1, count), result = check.Stage.Output(1, count);
        check.Run((backend, of) => backend.Normalize(of(values), 1e-7, of(result)));
        check.Same("values", result);
    }
}
