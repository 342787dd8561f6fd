using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>product.cu, run on the processor, beside plain sums.</summary>
[Trait("Slow", "Emulated")]
public sealed class KernelProductTests
{
    // Rows, columns, depth: less than a block, odd sizes, several blocks, one term; one that only adds.
    public static TheoryData<int, int, int, bool, bool> Shapes => new()
    {
        { 5, 7, 3, false, true },
        { 64, 64, 32, false, true },
        { 70, 65, 40, false, true },
        { 33, 130, 20, false, false },
        { 66, 10, 65, true, false },
        { 9, 40, 1, true, true },
        { 3, 4, 0, false, true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AProductIsThePlainSums(int rows, int columns, int depth, bool transposesA, bool transposesB)
    {
        foreach (TensorElement element in Enum.GetValues<TensorElement>())
        {
            foreach (TensorElement result in new[] { element, TensorElement.Float32 }.Distinct())
            {
                foreach (bool adds in new[] { false, true })
                {
                    var shape = (rows, columns, depth, transposesA, transposesB);
                    Compare(shape, element, result, adds);
                }
            }
        }
    }

    [Fact]
    public void FactorsOfAnotherElementAreRefused()
    {
        using var launcher = new EmulatedLauncher(2);
        var product = new MatrixProduct
        {
            A = default,
            B = default,
            C = default,
            Rows = 1,
            Columns = 1,
            Depth = 1,
            StrideA = 1,
            StrideB = 1,
            StrideC = 1,
            Factors = TensorElement.Float32,
            Result = TensorElement.Float32,
        };
        var error = Assert.Throws<ArgumentException>(() => new KernelProducts(launcher).Multiply(product));
        Assert.Equal("The factors are Float32, expected BFloat16.", error.Message);
    }

    // Strides are longer than rows; a bias where nothing is added, else an addend.
    private static void Compare(
        (int Rows, int Columns, int Depth, bool TransposesA, bool TransposesB) shape,
        TensorElement element,
        TensorElement result,
        bool adds)
    {
        using var launcher = new EmulatedLauncher(element == TensorElement.BFloat16 ? 2 : 4);
        int strideA = (shape.TransposesA ? shape.Rows : shape.Depth) + 3;
        int strideB = (shape.TransposesB ? shape.Depth : shape.Columns) + 1, strideC = shape.Columns + 2;
        DevicePointer Take(TensorElement kind, int count, int seed) => kind == TensorElement.Float32
            ? launcher.Of(Values.Normal(count, seed))
            : launcher.Elements(Values.Normal(count, seed));
        MatrixProduct Of(DevicePointer c) => new()
        {
            A = Take(element, (shape.TransposesA ? shape.Depth : shape.Rows) * strideA, 1),
            B = Take(element, (shape.TransposesB ? shape.Columns : shape.Depth) * strideB, 2),
            C = c,
            Bias = adds ? DevicePointer.None : Take(result, shape.Columns, 3),
            Addend = adds ? Take(result, shape.Rows * strideC, 5) : DevicePointer.None,
            Rows = shape.Rows,
            Columns = shape.Columns,
            Depth = shape.Depth,
            TransposesA = shape.TransposesA,
            TransposesB = shape.TransposesB,
            StrideA = strideA,
            StrideB = strideB,
            StrideC = strideC,
            Adds = adds,
            Factors = element,
            Result = result,
        };

        int count = shape.Rows * strideC;
        DevicePointer expected = Take(result, count, 4), actual = Take(result, count, 4);
        new HostProducts().Multiply(Of(expected));
        new KernelProducts(launcher).Multiply(Of(actual));
        float[] Read(DevicePointer place) => result == TensorElement.Float32
            ? EmulatedLauncher.ReadFloats(place, count)
            : launcher.Read(place, count);
        double tolerance = result == TensorElement.Float32 ? 2e-5 : 1.0 / 100;
        Values.Near(Read(expected), Read(actual), tolerance, $"{shape}, {element}, {result}, {adds}");
    }
}
