using Cloze.Compute;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>Rotary positions of heads of every even size.</summary>
public unsafe class RotaryKernelTests
{
    private const int Rows = 3, Margin = 5;

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void TurnsAndTurnsBackAtEverySize(InstructionSet path)
    {
        for (int size = 2; size <= EveryLength.Longest; size += 2)
        {
            float[] angles = RotaryAngles.Table(Rows, size, 100);
            int stride = size + Margin;
            float[] before = EveryLength.Normal(Rows * stride, (uint)size), values = EveryLength.Guarded(before);
            Turn(path, values, stride, size, angles, 1);
            EveryLength.AssertNear($"{path} of {size}", Rows * stride, values, 2e-7, i => Expected(before, angles, i));
            Turn(path, values, stride, size, angles, -1);
            EveryLength.AssertNear($"{path} of {size}, back", Rows * stride, values, 6e-7, i =>
            {
                (int row, int column) = (i / stride, i % stride);
                int pair = column >= size ? column : (column + (size / 2)) % size;
                return (before[i], Math.Abs(before[i]) + Math.Abs(before[(row * stride) + pair]));
            });
        }

        (double Value, double Magnitude) Expected(float[] before, float[] angles, int i)
        {
            int stride = before.Length / Rows, size = stride - Margin, half = size / 2;
            (int row, int column) = (i / stride, i % stride);
            if (column >= size) return (before[i], 0);
            int angle = (row * size) + (column % half);
            double cosine = angles[angle], sine = angles[angle + half];
            double pair = column < half ? -before[i + half] : before[i - half];
            return ((before[i] * cosine) + (pair * sine), Math.Abs(before[i]) + Math.Abs(pair));
        }
    }

    private static void Turn(InstructionSet path, float[] values, int stride, int size, float[] angles, float direction)
    {
        fixed (float* first = values, table = angles)
        {
            switch (path)
            {
                case InstructionSet.Avx512:
                    RotaryKernel.Turn<Lanes512>(first, stride, Rows, size, table, direction);
                    break;
                case InstructionSet.Avx2:
                    RotaryKernel.Turn<Lanes256>(first, stride, Rows, size, table, direction);
                    break;
                default:
                    RotaryKernel.Turn<Lanes128>(first, stride, Rows, size, table, direction);
                    break;
            }
        }
    }
}
