using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Kernels;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>Gated linear layers, and norms before their blocks, on every path, against the reference.</summary>
public class GatedLinearTests
{
    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Gates(InstructionSet path)
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            foreach ((int tokens, int inputs, int inner) in new[] { (1, 1, 1), (37, 19, 35), (130, 32, 70) })
            {
                Stage.AssertAgrees(path, 3e-6, stage => Gated(stage, activation, tokens, inputs, inner));
            }
        }
    }

    // More rows than those for which the factors change places, more columns than a rectangle has.
    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void GatesOfManyRowsAndColumns(InstructionSet path) =>
        Stage.AssertAgrees(path, 3e-6, stage => Gated(stage, Activation.Gelu, 400, 48, 300));

    [Theory]
    [MemberData(nameof(Paths))]
    public void NormsBeforeTheirBlocks(InstructionSet path)
    {
        foreach (int columns in new[] { 3, 16, 48, 127, 520 })
        {
            Stage.AssertAgrees(path, 2e-5, stage => Streamed(stage, 131, columns, new Dropout(0.1f, 7, 3, 2)));
            Stage.AssertAgrees(path, 2e-5, stage => Streamed(stage, 5, columns, Dropout.None));
        }
    }

    [Trait("Slow", "Emulated")]
    [Theory]
    [MemberData(nameof(Paths))]
    public void TheNumberOfThreadsChangesNoBit(InstructionSet path) =>
        Stage.AssertSameBitsForAnyThreads(path, stage =>
        {
            Gated(stage, Activation.Gelu, 400, 48, 300);
            Streamed(stage, 300, 128, new Dropout(0.1f, 7, 3, 2));
        });

    private static void Gated(Stage stage, Activation activation, int tokens, int inputs, int inner)
    {
        Tensor input = stage.Normal(tokens, inputs);
        Tensor weight = stage.Normal(2 * inner, inputs, 1 / Math.Sqrt(inputs)), bias = stage.Normal(1, 2 * inner);
        Tensor before = stage.Fresh(tokens, 2 * inner), after = stage.Fresh(tokens, inner);
        stage.Backend.LinearGated(input, weight, bias, activation, before, after);
        stage.Show(after);
        stage.Backend.LinearGated(input, weight, Tensor.None, activation, before, after);
        stage.Show(before);
        stage.Show(after);
        Tensor gradient = stage.Normal(tokens, inputs), next = stage.Normal(inputs, inner);
        Tensor again = stage.Fresh(tokens, inner);
        stage.Backend.LinearGatedBackward(gradient, next, activation, before, again);
        stage.Show(before);
        stage.Show(again);
    }

    // sum = dropout(input) + residual goes on as the stream, whose gradient from above the norm's is added to.
    private static void Streamed(Stage stage, int rows, int columns, Dropout dropout)
    {
        Backend backend = stage.Backend;
        Tensor input = stage.Normal(rows, columns), residual = stage.Normal(rows, columns);
        Tensor gain = stage.Normal(1, columns, 0.2, 1), statistics = stage.Fresh(rows, 2);
        Tensor output = stage.Fresh(rows, columns);
        backend.AddNorm(input, residual, dropout, gain, Tensor.None, 1e-3f, input, statistics, output);
        foreach (Tensor shown in new[] { input, statistics, output }) stage.Show(shown);

        Tensor gradient = stage.Normal(rows, columns), stream = stage.Normal(rows, columns);
        Tensor inputGradient = dropout.IsActive ? stage.Fresh(rows, columns) : Tensor.None;
        Tensor gainGradient = stage.Normal(1, columns);
        backend.AddNormBackward(
            gradient, input, statistics, gain, dropout, inputGradient, stream, gainGradient, Tensor.None, add: true);
        stage.Show(stream);
        stage.Show(gainGradient);
        if (dropout.IsActive) stage.Show(inputGradient);
    }
}
