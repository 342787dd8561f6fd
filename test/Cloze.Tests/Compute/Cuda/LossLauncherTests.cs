using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>loss.cu, run on the processor, against the formula in double precision.</summary>
[Trait("Slow", "Emulated")]
public class LossLauncherTests
{
    private const int Rows = 5;

    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 1, 9, 509, 5003 }, new[] { 0, 1, 2 })]
    public void LossesRanksAndGradientsAreTheFormula(int elementSize, int vocabulary, int variant)
    {
        bool floats = variant == 1, inPlace = variant == 0;
        int stride = variant == 2 ? vocabulary : (vocabulary + 63) / 64 * 64;
        using var launcher = new EmulatedLauncher(elementSize);
        float[] logits = Values.Normal(Rows * stride, 1, 4), bias = Values.Normal(vocabulary, 2);
        int[] labels = Values.Integers(Rows, vocabulary, 3);
        DevicePointer x = floats ? launcher.Of(logits) : launcher.Elements(logits);
        DevicePointer gradient = inPlace ? x : launcher.TakeElements(Rows * stride);
        DevicePointer losses = launcher.Take(Rows * 4), ranks = launcher.Take(Rows * 4);
        new LossLauncher(launcher).CrossEntropy(
            new LossOperands(x, launcher.Of(bias), launcher.Of(labels), losses, ranks, gradient),
            floats,
            0.25f,
            Rows,
            vocabulary,
            stride);
        float[] actual = launcher.Read(gradient, Rows * stride);
        for (int row = 0; row < Rows; row++)
        {
            float[] mine = [.. Enumerable.Range(0, vocabulary).Select(v => logits[(row * stride) + v] + bias[v])];
            double sum = Math.Log(mine.Sum(v => Math.Exp((double)v - mine.Max()))) + mine.Max();
            int label = labels[row];
            float[] loss = [(float)(sum - mine[label])];
            Values.Near(loss, EmulatedLauncher.ReadFloats(losses + (row * 4), 1), 2e-6, "loss");
            int rank = mine.Where((v, i) => v > mine[label] || (v == mine[label] && i < label)).Count();
            Assert.Equal(rank, EmulatedLauncher.ReadInts(ranks + (row * 4), 1)[0]);
            float[] expected = [.. Enumerable.Range(0, stride).Select(v => v >= vocabulary
                ? 0
                : (float)(0.25 * (Math.Exp(mine[v] - sum) - (v == label ? 1 : 0))))];
            Values.Near(
                expected, actual.AsSpan(row * stride, stride), elementSize == 2 ? 1e-3 : 1e-6, "gradient");
        }
    }
}
