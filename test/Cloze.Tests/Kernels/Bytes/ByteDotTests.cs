using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>Every way to multiply bytes gives the exact sums, at the largest values too.</summary>
public class ByteDotTests
{
    [Fact]
    public void PortableIsExact() => Check<ByteDotPortable>();

    [Fact]
    public void TheEmulationOfVnniIsExact() => Check<EmulatedByteDot>();

    [Fact]
    public void Avx2IsExact()
    {
        if (!Avx2.IsSupported) Assert.Skip("no AVX2");
        Check<ByteDotAvx2>();
    }

    [Fact]
    public void VnniIsExact()
    {
        if (!AvxVnni.IsSupported) Assert.Skip("no AVX-VNNI");
        Check<ByteDotVnni>();
    }

    private static void Check<TDot>()
        where TDot : struct, IByteDot
    {
        for (int round = 0; round < 200; round++)
        {
            var random = new Random(round);
            byte[] a = [.. Enumerable.Range(0, 32).Select(_ => round == 0 ? byte.MaxValue : (byte)random.Next(256))];
            sbyte[] w = [.. Enumerable.Range(0, 32).Select(_ => (sbyte)(round < 2 ? -64 : random.Next(-64, 65)))];
            int[] start = [.. Enumerable.Range(0, 8).Select(_ => random.Next(-1000, 1000))];
            Vector256<int> sums = TDot.Add(Vector256.Create(start), Vector256.Create(a), Vector256.Create(w));
            for (int lane = 0; lane < 8; lane++)
            {
                int expected = start[lane] + Enumerable.Range(4 * lane, 4).Sum(i => a[i] * w[i]);
                Assert.Equal(expected, sums[lane]);
            }
        }
    }
}
