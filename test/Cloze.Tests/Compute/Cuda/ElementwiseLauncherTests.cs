using Cloze.Compute;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>activation.cu, columns.cu, rows.cu and copy.cu, run on the processor, against the reference.</summary>
[Trait("Slow", "Emulated")]
public class ElementwiseLauncherTests
{
    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 0, 1, 2, 3 }, new[] { 5, 64, 320 })]
    public void ActivationsAreTheReference(int elementSize, int activation, int columns)
    {
        const int rows = 70;
        using var launcher = new EmulatedLauncher(elementSize);
        float[] input = Values.Normal(rows * columns, 1, 3), bias = Values.Normal(columns, 2);
        DevicePointer x = launcher.Elements(input), y = launcher.TakeElements(rows * columns);
        var kind = (Activation)activation;
        new ActivationLauncher(launcher).Forward(x, launcher.Of(bias), kind, x, y, rows, columns);
        float[] pre = launcher.Read(x, rows * columns);
        float[] sums = [.. input.Select((value, i) => value + bias[i % columns])];
        Values.Near(sums, pre, Values.Rounding(elementSize), "pre-activation");
        float[] expected = [.. pre.Select(value => (float)ReferenceMath.Activate(kind, value))];
        Values.Near(expected, launcher.Read(y, rows * columns), Values.Rounding(elementSize), "activation");
        new ActivationLauncher(launcher).Forward(x, DevicePointer.None, kind, DevicePointer.None, x, rows, columns);
        Assert.Equal(launcher.Read(y, rows * columns), launcher.Read(x, rows * columns));
    }

    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 0, 1, 2, 3 }, new[] { 5, 320 })]
    public void ActivationGradientsAreTheReference(int elementSize, int activation, int columns)
    {
        const int rows = 70;
        using var launcher = new EmulatedLauncher(elementSize);
        float[] pre = Values.Normal(rows * columns, 1, 3), gradient = Values.Normal(rows * columns, 2);
        float[] biasGradient = Values.Normal(columns, 3);
        DevicePointer x = launcher.Elements(pre), d = launcher.Elements(gradient), sums = launcher.Of(biasGradient);
        var kind = (Activation)activation;
        new ActivationLauncher(launcher).Backward(kind, x, activation != 1, d, sums, rows, columns);
        float[] expected = [.. gradient.Select((g, i) => (float)(g * ReferenceMath.Slope(kind, pre[i])))];
        Values.Near(expected, launcher.Read(d, rows * columns), Values.Rounding(elementSize), "gradient");
        float[] replaced = activation == 1 ? pre : [.. pre.Select(v => (float)ReferenceMath.Activate(kind, v))];
        Values.Near(replaced, launcher.Read(x, rows * columns), Values.Rounding(elementSize), "activation");
        for (int i = 0; i < expected.Length; i++) biasGradient[i % columns] += expected[i];
        Values.Near(biasGradient, EmulatedLauncher.ReadFloats(sums, columns), 2e-5, "bias gradient");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void ExtremesStayFinite(int elementSize)
    {
        using var launcher = new EmulatedLauncher(elementSize);
        float[] values = [-3e38f, -1e20f, -100, -0f, 0, 100, 1e20f, 3e38f];
        foreach (Activation kind in Enum.GetValues<Activation>())
        {
            float[] ones = [.. values.Select(_ => 1f)];
            DevicePointer x = launcher.Elements(values), d = launcher.Elements(ones);
            new ActivationLauncher(launcher).Backward(kind, x, true, d, DevicePointer.None, 1, values.Length);
            Every.Item(launcher.Read(x, 8).Concat(launcher.Read(d, 8)), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 3, 256, 1000 }, new[] { 1, 300 })]
    public void ColumnSumsAreAdded(int elementSize, int columns, int rows)
    {
        using var launcher = new EmulatedLauncher(elementSize);
        int stride = columns + 8 - (columns % 8);
        float[] values = Values.Normal(rows * stride, 1), sums = Values.Normal(columns, 2);
        DevicePointer x = launcher.Elements(values), y = launcher.Of(sums);
        new ColumnsLauncher(launcher).AddSums(x, rows, columns, stride, y);
        for (int row = 0; row < rows; row++)
        {
            for (int c = 0; c < columns; c++) sums[c] += values[(row * stride) + c];
        }

        Values.Near(sums, EmulatedLauncher.ReadFloats(y, columns), 2e-5, "sum");
    }

    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 5, 64, 264 }, new[] { 1, 19 })]
    public void RowsMove(int elementSize, int columns, int count)
    {
        const int rows = 23;
        using var launcher = new EmulatedLauncher(elementSize);
        float[] source = Values.Normal(rows * columns, 1), added = Values.Normal(count * columns, 2);
        int[] distinct = [.. Enumerable.Range(0, count).Select(i => (i * 5) % rows)];
        int[] any = Values.Integers(count, 6, 3);
        DevicePointer x = launcher.Elements(source), gathered = launcher.TakeElements(count * columns);
        var kernels = new RowsLauncher(launcher);
        kernels.Gather(x, launcher.Of(any), gathered, count, columns);
        float[] expected = [.. any.SelectMany(row => source[(row * columns)..((row + 1) * columns)])];
        Assert.Equal(expected, launcher.Read(gathered, count * columns));

        DevicePointer more = launcher.Elements(added);
        kernels.ScatterAddDistinct(more, launcher.Of(distinct), x, count, columns);
        float[] sums = Scattered(source, added, distinct, columns);
        Values.Near(sums, launcher.Read(x, rows * columns), Values.Rounding(elementSize), "distinct");

        x = launcher.Elements(source);
        var buckets = new RowBuckets();
        buckets.Build(any, rows, int.MaxValue);
        kernels.ScatterAdd(
            more, launcher.Of(buckets.Order), launcher.Of(buckets.Pieces), x, buckets.PieceCount, columns);
        sums = Scattered(source, added, any, columns);
        Values.Near(sums, launcher.Read(x, rows * columns), 2 * Values.Rounding(elementSize), "repeated");
    }

    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 1, 5, 64, 268 }, new[] { 0 })]
    public void DropoutDecidesAsTheReferenceToTheBit(int elementSize, int columns, int zero)
    {
        const int rows = 9;
        using var launcher = new EmulatedLauncher(elementSize);
        float[] ones = [.. Enumerable.Repeat(1f, rows * columns)];
        DevicePointer x = launcher.Elements(ones);
        new RowsLauncher(launcher).ApplyDropout(x, Oracle.Dropped, x, rows, columns);
        float[] kept = launcher.Read(x, rows * columns);
        for (int i = zero; i < kept.Length; i++)
        {
            bool keeps = ReferenceMath.Keep(Oracle.Dropped, i / columns, i % columns) > 0;
            Assert.Equal(keeps, kept[i] > 0);
        }

        new RowsLauncher(launcher).ApplyDropout(x, Dropout.None, x, rows, columns);
        Assert.Equal(kept, launcher.Read(x, rows * columns));

        DevicePointer pairs = launcher.Elements([.. ones, .. ones]);
        new RowsLauncher(launcher).ApplyDropout(pairs, Oracle.Dropped, pairs, 2 * rows, columns, together: 2);
        Assert.Equal(
            kept.Chunk(columns).SelectMany(row => row.Concat(row)), launcher.Read(pairs, 2 * rows * columns));
    }

    [Theory]
    [CombinatorialSizes(new[] { 2, 4 }, new[] { 1, 3, 4, 1027 }, new[] { 0 })]
    public void RunsAreConvertedCopiedFilledAndAdded(int elementSize, int count, int zero)
    {
        using var launcher = new EmulatedLauncher(elementSize);
        var kernels = new CopyLauncher(launcher);
        float[] values = Values.Normal(count, 1 + zero);
        DevicePointer source = launcher.Of(values), x = launcher.TakeElements(count), y = launcher.TakeElements(count);
        DevicePointer back = launcher.Take(count * sizeof(float));
        kernels.FromFloat(source, x, count);
        launcher.Elements(values);
        kernels.ToFloat(x, back, count);
        Assert.Equal(values, EmulatedLauncher.ReadFloats(back, count));
        kernels.Copy(x, y, count);
        kernels.Add(x, y, count);
        Assert.Equal([.. values.Select(v => 2 * v)], launcher.Read(y, count));
        kernels.FillElements(1.5f, y, count);
        kernels.FillFloats(-2, back, count);
        Every.Item(launcher.Read(y, count), value => Assert.Equal(1.5f, value));
        Every.Item(EmulatedLauncher.ReadFloats(back, count), value => Assert.Equal(-2, value));
        Assert.Throws<ArgumentException>(() => kernels.Copy(x + 2, y, 1));
    }

    private static float[] Scattered(float[] source, float[] added, int[] rows, int columns)
    {
        float[] sums = [.. source];
        for (int m = 0; m < rows.Length; m++)
        {
            for (int c = 0; c < columns; c++) sums[(rows[m] * columns) + c] += added[(m * columns) + c];
        }

        return sums;
    }
}
