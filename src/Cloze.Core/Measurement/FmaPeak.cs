using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cloze.Compute;
using Cloze.Kernels;

namespace Cloze.Measurement;

/// <summary>
/// The most floating-point operations a second that the machine reaches in this process: chains of fused
/// multiply-adds that never leave the registers, one run of them on each thread.
/// </summary>
internal static class FmaPeak
{
    private const int Steps = 200_000;
    private const int Chains = 12;

    private static readonly RepeatOptions s_repeats = new() { WarmUps = 3, Fewest = 30, Seconds = 0.3 };

    /// <summary>Operations a second, a multiply-add counted as two, of so many threads together.</summary>
    /// <param name="instructionSet">The vectors to measure.</param>
    /// <param name="threads">Number of threads; 0 for one a processor.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <exception cref="ClozeException">The machine lacks the instruction set.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static double Measure(
        InstructionSet instructionSet, int threads = 0, CancellationToken cancellation = default)
    {
        InstructionSets.Require(instructionSet);
        using var workers = new Workers(threads);
        int count = workers.Count;
        var job = new PeakJob(instructionSet, new float[count * 32]);
        int lanes = instructionSet switch { InstructionSet.Avx512 => 16, InstructionSet.Avx2 => 8, _ => 4 };
        double operations = 2.0 * lanes * Chains * Steps * count;
        return operations / RepeatedTime.Measure(() => workers.Run(count, ref job), s_repeats, cancellation).Fastest;
    }

    private readonly struct PeakJob(InstructionSet instructionSet, float[] sums) : IJob
    {
        public void Execute(int part, int worker) => sums[part * 32] = instructionSet switch
        {
            InstructionSet.Avx512 => Run512(),
            InstructionSet.Avx2 => Run256(),
            _ => Run128(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512()
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int step = 0; step < Steps; step++)
        {
            a = Avx512F.FusedMultiplyAdd(a, x, y);
            b = Avx512F.FusedMultiplyAdd(b, x, y);
            c = Avx512F.FusedMultiplyAdd(c, x, y);
            d = Avx512F.FusedMultiplyAdd(d, x, y);
            e = Avx512F.FusedMultiplyAdd(e, x, y);
            f = Avx512F.FusedMultiplyAdd(f, x, y);
            g = Avx512F.FusedMultiplyAdd(g, x, y);
            h = Avx512F.FusedMultiplyAdd(h, x, y);
            i = Avx512F.FusedMultiplyAdd(i, x, y);
            j = Avx512F.FusedMultiplyAdd(j, x, y);
            k = Avx512F.FusedMultiplyAdd(k, x, y);
            l = Avx512F.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256()
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(0.001f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int step = 0; step < Steps; step++)
        {
            a = Fma.MultiplyAdd(a, x, y);
            b = Fma.MultiplyAdd(b, x, y);
            c = Fma.MultiplyAdd(c, x, y);
            d = Fma.MultiplyAdd(d, x, y);
            e = Fma.MultiplyAdd(e, x, y);
            f = Fma.MultiplyAdd(f, x, y);
            g = Fma.MultiplyAdd(g, x, y);
            h = Fma.MultiplyAdd(h, x, y);
            i = Fma.MultiplyAdd(i, x, y);
            j = Fma.MultiplyAdd(j, x, y);
            k = Fma.MultiplyAdd(k, x, y);
            l = Fma.MultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run128()
    {
        Vector128<float> x = Vector128.Create(0.999f), y = Vector128.Create(0.001f);
        Vector128<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int step = 0; step < Steps; step++)
        {
            a = Vector128.MultiplyAddEstimate(a, x, y);
            b = Vector128.MultiplyAddEstimate(b, x, y);
            c = Vector128.MultiplyAddEstimate(c, x, y);
            d = Vector128.MultiplyAddEstimate(d, x, y);
            e = Vector128.MultiplyAddEstimate(e, x, y);
            f = Vector128.MultiplyAddEstimate(f, x, y);
            g = Vector128.MultiplyAddEstimate(g, x, y);
            h = Vector128.MultiplyAddEstimate(h, x, y);
            i = Vector128.MultiplyAddEstimate(i, x, y);
            j = Vector128.MultiplyAddEstimate(j, x, y);
            k = Vector128.MultiplyAddEstimate(k, x, y);
            l = Vector128.MultiplyAddEstimate(l, x, y);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
