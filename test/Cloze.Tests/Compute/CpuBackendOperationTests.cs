using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Kernels;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>Every operation beside the plain products, on every path, against the reference.</summary>
public class CpuBackendOperationTests
{
    private static readonly Dropout Tenth = new(0.1f, 7, 3, 2);

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Activations(InstructionSet path)
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            foreach ((int tokens, int inputs, int outputs) in new[] { (1, 1, 1), (37, 19, 70), (130, 32, 33) })
            {
                Stage.AssertAgrees(path, 2e-6, stage => Activated(stage, activation, tokens, inputs, outputs));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void ApplyDropout(InstructionSet path)
    {
        foreach (int columns in new[] { 1, 2, 3, 15, 16, 17, 63, 64, 65, 511, 512, 513, 1030 })
        {
            Stage.AssertAgrees(path, 1e-7, stage => Dropped(stage, 19, columns, Tenth));
            Stage.AssertAgrees(path, 1e-7, stage => Dropped(stage, 3, columns, Dropout.None));
        }
    }

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void AddNorm(InstructionSet path)
    {
        foreach (int columns in new[] { 2, 3, 15, 16, 17, 48, 64, 127, 128, 520 })
        {
            // Of two values some rows are nearly constant: dividing by their deviation magnifies the rounding.
            double tolerance = columns == 2 ? 1e-3 : 2e-5;
            Stage.AssertAgrees(path, tolerance, stage => Normalised(stage, 131, columns, Tenth));
            Stage.AssertAgrees(path, tolerance, stage => Normalised(stage, 5, columns, Dropout.None));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Attention(InstructionSet path)
    {
        int[] starts = [0, 1, 3, 20, 36, 53, 117, 118];
        foreach ((int heads, int size) in new[] { (1, 1), (2, 8), (3, 5), (2, 16), (1, 33), (2, 64) })
        {
            Stage.AssertAgrees(path, 4e-6, stage => Attended(stage, starts, heads, size, Tenth));
            Stage.AssertAgrees(path, 4e-6, stage => Attended(stage, starts, heads, size, Dropout.None));
        }
    }

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void AttentionOverALongSequence(InstructionSet path) =>
        Stage.AssertAgrees(path, 8e-6, stage => Attended(stage, [0, 530, 535], 1, 16, Tenth));

    [Theory]
    [MemberData(nameof(Paths))]
    public void AttentionWithScoresOfHundreds(InstructionSet path)
    {
        // Scores near 500 are only good to 3e-5 in float32, and so are the probabilities.
        Stage.AssertAgrees(path, 2e-4, stage => Attended(stage, [0, 40, 57], 2, 32, Dropout.None, deviation: 9));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void CrossEntropy(InstructionSet path)
    {
        foreach ((int rows, int vocabulary) in new[] { (0, 5), (1, 1), (3, 17), (40, 300), (7, 1024) })
        {
            Stage.AssertAgrees(path, 4e-6, stage => Predicted(stage, rows, vocabulary, deviation: 1));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void CrossEntropyOfExtremeLogits(InstructionSet path)
    {
        Stage.AssertAgrees(path, 1e-4, stage => Predicted(stage, 20, 130, deviation: 40));
        Stage.AssertAgrees(path, 4e-6, stage => Predicted(stage, 20, 130, deviation: 0));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void RowsAndEmbeddings(InstructionSet path)
    {
        foreach (int columns in new[] { 1, 5, 16, 17, 33, 64, 100 })
        {
            Stage.AssertAgrees(path, 1e-6, stage => Embedded(stage, 90, columns));
            Stage.AssertAgrees(path, 1e-6, stage => Embedded(stage, 90, columns, hasTypes: false));
            Stage.AssertAgrees(path, 1e-6, stage => Embedded(stage, 90, columns, hasPositions: false, hasTypes: false));
            Stage.AssertAgrees(path, 1e-6, stage => Moved(stage, 60, columns));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Optimizer(InstructionSet path)
    {
        var plain = new AdamStep(1e-3f, 0.9, 0.999, 1e-6f, 0.01f, 0.7f, 3);
        foreach (int count in new[] { 1, 15, 16, 17, 8191, 8192, 20001 })
        {
            Stage.AssertAgrees(path, 1e-6, stage => Optimized(stage, count, plain));
            AdamStep original = plain with { BiasCorrection = false };
            Stage.AssertAgrees(path, 1e-6, stage => Optimized(stage, count, original, 0, count / 3, count / 2));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void CombinedAndTurned(InstructionSet path)
    {
        var step = new AdamStep(1e-3f, 0.9, 0.999, 1e-6f, 0.01f, 0.7f, 3);
        foreach (int count in new[] { 1, 15, 16, 17, 8191, 8192, 20001 })
        {
            Stage.AssertAgrees(path, 1e-6, stage => Combined(stage, count));
            Stage.AssertAgrees(path, 1e-6, stage => Turned(stage, count, step));
            Stage.AssertAgrees(path, 1e-6, stage => Turned(stage, count, step with { BiasCorrection = false }));
        }
    }

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void TheNumberOfThreadsChangesNoBit(InstructionSet path)
    {
        Stage.AssertSameBitsForAnyThreads(path, stage =>
        {
            Activated(stage, Activation.Gelu, 130, 32, 70);
            Dropped(stage, 300, 64, Tenth);
            Normalised(stage, 300, 128, Tenth);
            Attended(stage, [0, 1, 20, 36, 53, 117, 118], 2, 16, Tenth);
            Predicted(stage, 40, 300, deviation: 1);
            Embedded(stage, 90, 100);
            Moved(stage, 60, 100);
            Optimized(stage, 60001, new AdamStep(1e-3f, 0.9, 0.999, 1e-6f, 0.01f, 1, 1), 100, 20000, 40000);
            Combined(stage, 60001);
            Turned(stage, 60001, new AdamStep(1e-3f, 0.9, 0.999, 1e-6f, 0.01f, 1, 1));
        });
    }

    private static void Activated(Stage stage, Activation activation, int tokens, int inputs, int outputs)
    {
        Tensor input = stage.Normal(tokens, inputs), weight = stage.Normal(outputs, inputs);
        Tensor bias = stage.Normal(1, outputs);
        Tensor before = stage.Fresh(tokens, outputs), after = stage.Fresh(tokens, outputs);
        stage.Backend.LinearActivation(input, weight, bias, activation, before, after);
        stage.Show(before);
        stage.Show(after);
        stage.Backend.LinearActivation(input, weight, bias, activation, Tensor.None, after);
        stage.Show(after);
        Tensor gradient = stage.Normal(tokens, outputs);
        stage.Backend.ActivationBackward(activation, before, gradient);
        stage.Show(gradient);
        Tensor next = stage.Normal(inputs, outputs);
        stage.Backend.LinearInputGradient(input, next, activation, before, gradient);
        stage.Show(gradient);
        stage.Show(before);
    }

    private static void Dropped(Stage stage, int rows, int columns, Dropout dropout)
    {
        Tensor input = stage.Normal(rows, columns), destination = stage.Fresh(rows, columns);
        stage.Backend.ApplyDropout(input, dropout, destination);
        stage.Backend.ApplyDropout(input, dropout, input);
        stage.Show(destination);
        stage.Show(input);
        Tensor halves = stage.Normal(rows, 2 * columns);
        stage.Backend.ApplyDropout(halves, dropout, halves, parts: 2);
        stage.Show(halves);
    }

    private static void Normalised(Stage stage, int rows, int columns, Dropout dropout)
    {
        Backend backend = stage.Backend;
        Tensor input = stage.Normal(rows, columns, mean: 3), residual = stage.Normal(rows, columns);
        Tensor gain = stage.Normal(1, columns, 0.2, 1), bias = stage.Normal(1, columns);
        Tensor sum = stage.Fresh(rows, columns), statistics = stage.Fresh(rows, 2), output = stage.Fresh(rows, columns);
        backend.AddNorm(input, residual, dropout, gain, bias, 1e-3f, sum, statistics, output);
        foreach (Tensor shown in new[] { sum, statistics, output }) stage.Show(shown);

        Tensor gradient = stage.Normal(rows, columns);
        Tensor inputGradient = stage.Fresh(rows, columns), residualGradient = stage.Fresh(rows, columns);
        Tensor gainGradient = stage.Normal(1, columns), biasGradient = stage.Normal(1, columns);
        backend.AddNormBackward(
            gradient, sum, statistics, gain, dropout, inputGradient, residualGradient, gainGradient, biasGradient);
        Tensor[] gradients = [inputGradient, residualGradient, gainGradient, biasGradient];
        foreach (Tensor shown in gradients) stage.Show(shown);

        backend.AddNormBackward(
            gradient, sum, statistics, gain, Dropout.None, Tensor.None, gradient, gainGradient, biasGradient);
        stage.Show(gradient);
        backend.AddNorm(input, Tensor.None, dropout, gain, bias, 1e-3f, Tensor.None, Tensor.None, output);
        stage.Show(output);
        backend.AddNorm(input, residual, dropout, gain, bias, 1e-3f, input, statistics, output);
        stage.Show(input);
        stage.Show(output);
        backend.AddNorm(input, Tensor.None, Dropout.None, gain, bias, 1e-3f, Tensor.None, Tensor.None, input);
        stage.Show(input);
    }

    private static void Attended(
        Stage stage, int[] starts, int heads, int size, Dropout dropout, double deviation = 1)
    {
        int tokens = starts[^1], hidden = heads * size;
        Tensor input = stage.Normal(tokens, 3 * hidden, deviation);
        Tensor output = stage.Fresh(tokens, hidden), logSumExp = stage.Fresh(tokens, heads);
        stage.Backend.Attention(input, starts, heads, dropout, logSumExp, output);
        stage.Show(output);
        stage.Show(logSumExp);
        Tensor outputGradient = stage.Normal(tokens, hidden), gradient = stage.Fresh(tokens, 3 * hidden);
        stage.Backend.AttentionBackward(
            input, starts, heads, dropout, logSumExp, output, outputGradient, gradient);
        stage.Show(gradient);
        stage.Backend.Attention(input, starts, heads, dropout, Tensor.None, output);
        stage.Show(output);
    }

    private static void Predicted(Stage stage, int rows, int vocabulary, double deviation)
    {
        const int hidden = 24;
        Tensor input = stage.Normal(rows, hidden), decoder = stage.Normal(vocabulary, hidden, deviation);
        Tensor bias = stage.Normal(1, vocabulary, deviation);
        int[] labels = stage.Indices(rows, vocabulary), ranks = new int[rows];
        float[] losses = new float[rows];
        stage.Backend.CrossEntropy(input, decoder, bias, labels, losses, ranks);
        stage.Show(losses);
        stage.Show([.. ranks.Select(rank => (float)rank)]);
        losses = new float[rows];
        stage.Backend.CrossEntropy(input, decoder, bias, labels, losses, []);
        stage.Show(losses);
        losses = new float[rows];
        Tensor inputGradient = stage.Fresh(rows, hidden);
        Tensor decoderGradient = stage.Normal(vocabulary, hidden), biasGradient = stage.Normal(1, vocabulary);
        stage.Backend.CrossEntropyWithGradient(
            input, decoder, bias, labels, 0.3f, losses, inputGradient, decoderGradient, biasGradient);
        stage.Show(losses);
        foreach (Tensor shown in new[] { inputGradient, decoderGradient, biasGradient }) stage.Show(shown);
    }

    private static void Embedded(
        Stage stage, int tokens, int columns, bool hasPositions = true, bool hasTypes = true)
    {
        Tensor word = stage.Normal(40, columns);
        Tensor position = hasPositions ? stage.Normal(30, columns) : Tensor.None;
        Tensor type = hasTypes ? stage.Normal(2, columns) : Tensor.None;
        var tables = new EmbeddingTables(word, position, type);
        var rows = new TokenRows(stage.Indices(tokens, 40), stage.Indices(tokens, 30), stage.Indices(tokens, 2));
        Tensor output = stage.Fresh(tokens, columns);
        stage.Backend.Embed(rows, tables, output);
        stage.Show(output);
        stage.Backend.EmbedBackward(rows, output, tables);
        foreach (Tensor shown in new[] { word, position, type }.Where(shown => !shown.IsNone)) stage.Show(shown);
    }

    private static void Moved(Stage stage, int count, int columns)
    {
        Tensor source = stage.Normal(20, columns), gathered = stage.Fresh(count, columns);
        int[] rows = stage.Indices(count, 20);
        stage.Backend.GatherRows(source, rows, gathered);
        stage.Show(gathered);
        stage.Backend.ScatterAddRows(gathered, rows, source);
        stage.Show(source);
    }

    private static void Optimized(Stage stage, int count, AdamStep step, params int[] edges)
    {
        Tensor parameters = stage.Normal(1, count), gradients = stage.Normal(1, count);
        Tensor first = stage.Normal(1, count, 0.1), second = stage.Fresh(1, count);
        stage.Backend.Upload([.. Enumerable.Range(0, count).Select(i => 1e-3f * (i % 7))], second);
        stage.Show([(float)stage.Backend.SumOfSquares(gradients)]);
        stage.Backend.Adam(parameters, gradients, first, second, edges, step);
        foreach (Tensor shown in new[] { parameters, gradients, first, second }) stage.Show(shown);
    }

    private static void Combined(Stage stage, int count)
    {
        Tensor x = stage.Normal(1, count), y = stage.Normal(1, count), sum = stage.Fresh(1, count);
        stage.Backend.Combine(0.9f, x, -0.3f, y, sum);
        stage.Backend.Combine(2, x, 0.1f, y, x);
        stage.Backend.Combine(-1, x, 0.5f, y, y);
        foreach (Tensor shown in new[] { sum, x, y }) stage.Show(shown);
    }

    private static void Turned(Stage stage, int count, AdamStep step)
    {
        Tensor parameters = stage.Normal(1, count), gradients = stage.Normal(1, count);
        Tensor first = stage.Normal(1, count, 0.1), second = stage.Fresh(1, count);
        stage.Backend.Upload([.. Enumerable.Range(0, count).Select(i => 1e-3f * ((i % 7) + 1))], second);
        stage.Backend.AdamDirection(parameters, gradients, first, second, step);
        foreach (Tensor shown in new[] { parameters, gradients, first, second }) stage.Show(shown);
    }
}
