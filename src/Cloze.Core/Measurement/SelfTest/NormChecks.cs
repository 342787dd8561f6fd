using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Compares residual, dropout and layer normalisation.</summary>
internal static class NormChecks
{
    private const float Epsilon = 1e-12f;

    private static readonly Dropout s_dropout = new(0.1f, 7, 3, 5);

    /// <summary>Of one shape.</summary>
    public static void Run(CheckList list, int rows, int columns)
    {
        string shape = $"{rows} x {columns}";
        list.Check("norm", shape, check => Plain(check, rows, columns));
        list.Check("dropout and norm", shape, check => Full(check, rows, columns, s_dropout));
        list.Check("residual and norm", shape, check => Full(check, rows, columns, Dropout.None));
        list.Check("norm before its block", shape, check => Streamed(check, rows, columns, Dropout.None));
        list.Check("norm before its block, dropout", shape, check => Streamed(check, rows, columns, s_dropout));
        list.Check("dropout", shape, check => Drop(check, rows, columns));
    }

    private static void Plain(CheckList.Comparison check, int rows, int columns)
    {
        DualTensor x = check.Stage.Activation(rows, columns, 2), y = check.Stage.Output(rows, columns);
        DualTensor gain = check.Stage.Parameter(1, columns, 0.2f, 1), bias = check.Stage.Parameter(1, columns);
        check.Run((backend, of) => backend.AddNorm(
            of(x), Tensor.None, Dropout.None, of(gain), of(bias), Epsilon, Tensor.None, Tensor.None, of(y)));
        check.Same("output", y);
        check.Run((backend, of) => backend.AddNorm(
            of(x), Tensor.None, Dropout.None, of(gain), of(bias), Epsilon, Tensor.None, Tensor.None, of(x)));
        check.Same("output in place", x);
    }

    private static void Full(CheckList.Comparison check, int rows, int columns, Dropout dropout)
    {
        DualStage stage = check.Stage;
        DualTensor x = stage.Activation(rows, columns), residual = stage.Activation(rows, columns);
        DualTensor gain = stage.Parameter(1, columns, 0.2f, 1), bias = stage.Parameter(1, columns);
        DualTensor statistics = stage.Float32(rows, 2), y = stage.Output(rows, columns);
        check.Run((backend, of) => backend.AddNorm(
            of(x), of(residual), dropout, of(gain), of(bias), Epsilon, of(x), of(statistics), of(y)));
        check.Same("sum", x);
        check.Same("statistics", statistics, 1);
        check.Same("output", y);
        DualTensor gradient = stage.Activation(rows, columns), dropped = stage.Output(rows, columns);
        DualTensor gainGradient = stage.Parameter(1, columns), biasGradient = stage.Parameter(1, columns);
        DualTensor sums = stage.Parameter(1, columns), other = stage.Activation(rows, 1);
        DualTensor summed = dropout.IsActive ? dropped : gradient, weights = stage.Parameter(columns, 1);
        check.Run((backend, of) =>
        {
            Tensor early = backend.SumsColumns ? of(sums) : Tensor.None;
            backend.AddNormBackward(
                of(gradient),
                of(x),
                of(statistics),
                of(gain),
                dropout,
                dropout.IsActive ? of(dropped) : Tensor.None,
                of(gradient),
                of(gainGradient),
                of(biasGradient),
                columnSums: early);
            if (early.IsNone) backend.LinearWeightGradient(of(summed), of(other), of(weights), of(sums));
        });
        check.SameOnTheWhole("column sums", sums, 6);
        check.Same("gradient of the sum", gradient, 3);
        if (dropout.IsActive) check.Same("gradient of the input", dropped, 3);
        check.Same("gradient of the gain", gainGradient, 2);
        check.Same("gradient of the bias", biasGradient, 0);
    }

    // Without bias; the sum goes on as a stream, to whose gradient the norm's is added.
    private static void Streamed(CheckList.Comparison check, int rows, int columns, Dropout dropout)
    {
        DualStage stage = check.Stage;
        DualTensor x = stage.Activation(rows, columns), residual = stage.Activation(rows, columns);
        DualTensor gain = stage.Parameter(1, columns, 0.2f, 1), statistics = stage.Float32(rows, 2);
        DualTensor y = stage.Output(rows, columns), gradient = stage.Activation(rows, columns);
        check.Run((backend, of) => backend.AddNorm(
            of(x), of(residual), dropout, of(gain), Tensor.None, Epsilon, of(x), of(statistics), of(y)));
        check.Same("sum", x);
        check.Same("output", y);
        DualTensor stream = stage.Activation(rows, columns), dropped = stage.Output(rows, columns);
        DualTensor gainGradient = stage.Parameter(1, columns);
        check.Run((backend, of) => backend.AddNormBackward(
            of(gradient),
            of(x),
            of(statistics),
            of(gain),
            dropout,
            dropout.IsActive ? of(dropped) : Tensor.None,
            of(stream),
            of(gainGradient),
            Tensor.None,
            add: true));
        check.Same("gradient of the stream", stream, 3);
        if (dropout.IsActive) check.Same("gradient of the input", dropped, 3);
        check.Same("gradient of the gain", gainGradient, 2);
    }

    private static void Drop(CheckList.Comparison check, int rows, int columns)
    {
        DualTensor x = check.Stage.Activation(rows, columns), y = check.Stage.Output(rows, columns);
        DualTensor halves = check.Stage.Activation(rows, 2 * columns), both = check.Stage.Output(rows, 2 * columns);
        check.Run((backend, of) =>
        {
            backend.ApplyDropout(of(x), s_dropout, of(y));
            backend.ApplyDropout(of(halves), s_dropout, of(both), parts: 2);
        });
        check.Same("output", y);
        check.Same("output of two halves", both);
    }
}
