using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>norm.cu and norm_backward.cu, run on the processor, against the reference.</summary>
[Trait("Slow", "Emulated")]
public class NormLauncherTests
{
    private const float Epsilon = 1e-5f;

    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 1, 7, 64, 200, 256, 768, 1000 }, new[] { 0, 1 })]
    public void SumAndNormAreTheReference(int elementSize, int columns, int variant)
    {
        const int rows = 11;
        bool full = variant == 1;
        using var launcher = new EmulatedLauncher(elementSize) { Backwards = full };
        using var oracle = new Oracle();
        float[] input = Values.Normal(rows * columns, 1), residual = Values.Normal(rows * columns, 2);
        float[] gain = Values.Normal(columns, 3), bias = Values.Normal(columns, 4);
        DevicePointer x = launcher.Elements(input), r = launcher.Elements(residual);
        DevicePointer statistics = launcher.Take(rows * 2 * sizeof(float)), y = launcher.TakeElements(rows * columns);
        Dropout dropout = full ? Oracle.Dropped : Dropout.None;
        new NormLauncher(launcher).AddNorm(
            new NormOperands
            {
                Input = x,
                Residual = full ? r : DevicePointer.None,
                Gain = launcher.Of(gain),
                Bias = launcher.Of(bias),
                Sum = full ? x : DevicePointer.None,
                Statistics = full ? statistics : DevicePointer.None,
                Destination = y,
            },
            dropout,
            Epsilon,
            rows,
            columns);

        Tensor sum = oracle.Of(input, rows, columns), expected = oracle.Take(rows, columns);
        Tensor expectedStatistics = oracle.Take(rows, 2);
        oracle.Backend.AddNorm(
            sum,
            full ? oracle.Of(residual, rows, columns) : Tensor.None,
            dropout,
            oracle.Of(gain, 1, columns),
            oracle.Of(bias, 1, columns),
            Epsilon,
            full ? sum : Tensor.None,
            full ? expectedStatistics : Tensor.None,
            expected);
        double tolerance = Values.Rounding(elementSize) * (columns == 1 ? 100 : 4);
        Values.Near(oracle.Read(expected), launcher.Read(y, rows * columns), tolerance, "destination");
        if (!full) return;
        Values.Near(oracle.Read(sum), launcher.Read(x, rows * columns), Values.Rounding(elementSize), "sum");
        if (columns == 1) return;
        Values.Near(
            oracle.Read(expectedStatistics), EmulatedLauncher.ReadFloats(statistics, rows * 2), 1e-5, "statistics");
    }

    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 7, 64, 200, 256, 768, 1000 }, new[] { 0, 1 })]
    public void GradientsAreTheReference(int elementSize, int columns, int variant)
    {
        const int rows = 37;
        bool full = variant == 1;
        using var launcher = new EmulatedLauncher(elementSize) { Backwards = full };
        using var oracle = new Oracle();
        float[] gradient = Values.Normal(rows * columns, 1), sum = Values.Normal(rows * columns, 2);
        float[] statistics = new float[rows * 2], gain = Values.Normal(columns, 3);
        float[] gainGradient = Values.Normal(columns, 4), biasGradient = Values.Normal(columns, 5);
        for (int row = 0; row < rows; row++) (statistics[2 * row], statistics[(2 * row) + 1]) = (0.1f, 0.9f);
        DevicePointer dy = launcher.Elements(gradient), z = launcher.Elements(sum);
        DevicePointer dx = full ? launcher.TakeElements(rows * columns) : DevicePointer.None;
        DevicePointer dGain = launcher.Of(gainGradient), dBias = launcher.Of(biasGradient);
        DevicePointer dColumns = launcher.Of(new float[columns]);
        Dropout dropout = full ? Oracle.Dropped : Dropout.None;
        new NormLauncher(launcher).AddNormBackward(
            new NormGradientOperands
            {
                Gradient = dy,
                Sum = z,
                Statistics = launcher.Of(statistics),
                Gain = launcher.Of(gain),
                InputGradient = dx,
                ResidualGradient = dy,
                GainGradient = dGain,
                BiasGradient = dBias,
                ColumnSums = dColumns,
            },
            dropout,
            rows,
            columns);

        Tensor expectedZ = oracle.Of(gradient, rows, columns), expectedX = oracle.Take(rows, columns);
        Tensor expectedGain = oracle.Of(gainGradient, 1, columns), expectedBias = oracle.Of(biasGradient, 1, columns);
        oracle.Backend.AddNormBackward(
            expectedZ,
            oracle.Of(sum, rows, columns),
            oracle.Of(statistics, rows, 2),
            oracle.Of(gain, 1, columns),
            dropout,
            full ? expectedX : Tensor.None,
            expectedZ,
            expectedGain,
            expectedBias);
        double tolerance = Values.Rounding(elementSize) * 2;
        Values.Near(oracle.Read(expectedZ), launcher.Read(dy, rows * columns), tolerance, "residual gradient");
        if (full) Values.Near(oracle.Read(expectedX), launcher.Read(dx, rows * columns), tolerance, "input gradient");
        Values.Near(oracle.Read(expectedGain), EmulatedLauncher.ReadFloats(dGain, columns), 1e-5, "gain gradient");
        Values.Near(oracle.Read(expectedBias), EmulatedLauncher.ReadFloats(dBias, columns), 1e-5, "bias gradient");
        float[] summed = oracle.Read(full ? expectedX : expectedZ), sums = new float[columns];
        for (int i = 0; i < summed.Length; i++) sums[i % columns] += summed[i];
        Values.Near(sums, EmulatedLauncher.ReadFloats(dColumns, columns), 4 * tolerance, "column sums");
    }
}
