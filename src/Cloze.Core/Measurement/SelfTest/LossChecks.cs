namespace Cloze.Measurement;

/// <summary>Compares the loss over the vocabulary, with and without its gradient.</summary>
internal static class LossChecks
{
    /// <summary>Of one shape.</summary>
    public static void Run(CheckList list, int rows, int hidden, int vocabulary)
    {
        string shape = $"{rows} x {hidden}, {vocabulary} words";
        list.Check("cross entropy", shape, check => Loss(check, rows, hidden, vocabulary));
        list.Check("cross entropy, gradient", shape, check => Gradient(check, rows, hidden, vocabulary));
    }

    private static int[] Labels(DualStage stage, int rows, int vocabulary)
    {
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) labels[i] = stage.Random.NextInteger(vocabulary);
        return labels;
    }

    private static void Loss(CheckList.Comparison check, int rows, int hidden, int vocabulary)
    {
        DualStage stage = check.Stage;
        int[] labels = Labels(stage, rows, vocabulary);
        DualTensor x = stage.Activation(rows, hidden), bias = stage.Parameter(1, vocabulary);
        DualTensor w = stage.Parameter(vocabulary, hidden, 1 / MathF.Sqrt(hidden));
        var losses = new List<float[]>();
        var ranks = new List<int[]>();
        check.Run((backend, of) =>
        {
            losses.Add(new float[rows]);
            ranks.Add(new int[rows]);
            backend.CrossEntropy(of(x), of(w), of(bias), labels, losses[^1], ranks[^1]);
        });
        check.Same("losses", Differences.Largest(losses[0], losses[1]), 0);

        // Two logits that are nearly one change places with the order of the sums: a rank may be off by few.
        int off = ranks[0].Zip(ranks[1], (a, b) => Math.Abs(a - b)).DefaultIfEmpty().Max();
        check.Same("ranks", off <= 2 ? 0 : off, 0);
    }

    private static void Gradient(CheckList.Comparison check, int rows, int hidden, int vocabulary)
    {
        DualStage stage = check.Stage;
        int[] labels = Labels(stage, rows, vocabulary);
        DualTensor x = stage.Activation(rows, hidden), bias = stage.Parameter(1, vocabulary);
        DualTensor w = stage.Parameter(vocabulary, hidden, 1 / MathF.Sqrt(hidden)), dx = stage.Output(rows, hidden);
        DualTensor dw = stage.Parameter(vocabulary, hidden, 1e-4f), db = stage.Parameter(1, vocabulary, 1e-4f);
        var losses = new List<float[]>();
        check.Run((backend, of) =>
        {
            losses.Add(new float[rows]);
            backend.CrossEntropyWithGradient(
                of(x), of(w), of(bias), labels, 1f / rows, losses[^1], of(dx), of(dw), of(db));
        });
        check.Same("losses", Differences.Largest(losses[0], losses[1]), 4);
        check.Same("rows", dx, 6);
        check.Same("decoder", dw, 8);
        check.Same("bias", db, 6);
    }
}
