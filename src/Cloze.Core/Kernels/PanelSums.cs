using System.Runtime.Intrinsics;

namespace Cloze.Kernels;

/// <summary>Sums over the depth of a packed panel: the gradient of a bias, taken while the panel is in cache.</summary>
internal static unsafe class PanelSums
{
    // A whole number of depths for panels of 6, 8 and 12 units, and of vectors: six chains of additions.
    private const int Chunk = 48;

    /// <summary>sums[u] += sum over k of panel[k, u], for the first <paramref name="units"/> of the panel.</summary>
    /// <param name="panel">Packed panel [depth, width].</param>
    /// <param name="depth">Number of depths.</param>
    /// <param name="width">Units of the panel; it divides 48.</param>
    /// <param name="units">Units that are added.</param>
    /// <param name="sums">Destination.</param>
    public static void Add(float* panel, int depth, int width, int units, float* sums)
    {
        float* partial = stackalloc float[Chunk];
        float* last = panel + ((nint)depth * width);
        panel = AddChunks(panel, last, partial);
        for (int i = 0; panel < last; i++, panel++) partial[i] += *panel;
        for (int unit = 0; unit < units; unit++)
        {
            float sum = 0;
            for (int i = unit; i < Chunk; i += width) sum += partial[i];
            sums[unit] += sum;
        }
    }

    // Returns where the part of a chunk begins that is left.
    private static float* AddChunks(float* panel, float* last, float* partial)
    {
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default, sum4 = default, sum5 = default;
        for (; panel <= last - Chunk; panel += Chunk)
        {
            sum0 += Vector256.Load(panel);
            sum1 += Vector256.Load(panel + 8);
            sum2 += Vector256.Load(panel + 16);
            sum3 += Vector256.Load(panel + 24);
            sum4 += Vector256.Load(panel + 32);
            sum5 += Vector256.Load(panel + 40);
        }

        Vector256.Store(sum0, partial);
        Vector256.Store(sum1, partial + 8);
        Vector256.Store(sum2, partial + 16);
        Vector256.Store(sum3, partial + 24);
        Vector256.Store(sum4, partial + 32);
        Vector256.Store(sum5, partial + 40);
        return panel;
    }
}
