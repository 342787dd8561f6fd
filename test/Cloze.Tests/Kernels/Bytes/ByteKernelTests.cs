using System.Runtime.Intrinsics.X86;
using Cloze.Compute;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>
/// Every way to multiply bytes gives a product's values to the last bit: that of AVX-VNNI, which few machines have, by
/// an emulation of its instruction, and by itself where the machine has it.
/// </summary>
public sealed unsafe class ByteKernelTests
{
    [Theory]
    [InlineData(1, 4, 16)]
    [InlineData(4, 32, 16)]
    [InlineData(7, 33, 40)]
    [InlineData(9, 130, 5)]
    public void AllKernelsGiveTheSameBits(int rows, int inputs, int outputs)
    {
        float[] expected = Multiply<ByteDotPortable>(rows, inputs, outputs);
        Assert.Equal(expected, Multiply<EmulatedByteDot>(rows, inputs, outputs));
        if (Avx2.IsSupported) Assert.Equal(expected, Multiply<ByteDotAvx2>(rows, inputs, outputs));
        if (AvxVnni.IsSupported) Assert.Equal(expected, Multiply<ByteDotVnni>(rows, inputs, outputs));
    }

    private static float[] Multiply<TDot>(int rows, int inputs, int outputs)
        where TDot : struct, IByteDot
    {
        float[] input = EveryLength.Normal(rows * inputs, 1), weights = EveryLength.Normal(outputs * inputs, 2);
        float[] bias = EveryLength.Normal(outputs, 3), result = EveryLength.Guarded(new float[rows * outputs]);
        int stride = ByteMatrix.GroupsOf(inputs) * ByteMatrix.Group;
        byte[] bytes = new byte[rows * stride];
        float[] scales = new float[rows];
        int[] zeros = new int[rows];
        using var matrix = new PackedMatrix(outputs, inputs);
        fixed (float* x = input, w = weights, b = bias, y = result, scale = scales)
        fixed (byte* values = bytes)
        fixed (int* zero = zeros)
        {
            for (int row = 0; row < rows; row++)
            {
                scale[row] = ByteActivations.Quantize(
                    x + (row * inputs), inputs, values + (row * stride), out zero[row]);
            }

            var activations = new ByteRows { Values = values, Stride = stride, Scales = scale, Zeros = zero };
            var target = new ByteTarget { Bias = b, Values = y, Stride = outputs };
            var kernel = new ByteKernel<TDot>(typeof(TDot).Name);
            for (int panel = 0; panel < matrix.Matrix.Panels; panel++)
            {
                matrix.Matrix.Pack(w, panel, new sbyte[inputs]);
                kernel.Multiply(activations, 0, rows, matrix.Matrix, panel, target);
            }
        }

        EveryLength.AssertGuarded(typeof(TDot).Name, rows * outputs, result);
        return result;
    }
}
