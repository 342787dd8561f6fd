using Cloze.Kernels;

namespace Cloze.Tests.Kernels;

/// <summary>The draws of one dropout site, taken one by one from its keyed streams.</summary>
internal static class Draws
{
    private const int Threshold = 6554;
    private const ulong Seed = 0x1234_5678_9ABC_DEF0;
    private const uint Step = 3;
    private const uint Site = 2;

    private static readonly float[][] s_factors = [.. Enumerable.Range(0, 16).Select(Row)];

    /// <summary>A tenth is dropped.</summary>
    public static DropoutKey Key { get; } =
        new(Seed, Step, Site | ((uint)RandomPurpose.Dropout << 24), Threshold, 65536f / (65536 - Threshold));

    /// <summary>What the value of this row (of 16) and column (of 256) is multiplied with.</summary>
    public static float Factor(int row, int column) => s_factors[row][column];

    private static float[] Row(int row)
    {
        var random = new KeyedRandom(Seed, RandomPurpose.Dropout, Step, ((ulong)Site << 32) | (uint)row);
        float[] factors = new float[EveryLength.Longest];
        for (int column = 0; column < factors.Length; column += 2)
        {
            uint word = random.NextBits();
            factors[column] = Kept(word & 0xFFFF);
            factors[column + 1] = Kept(word >> 16);
        }

        return factors;
    }

    private static float Kept(uint draw) => draw < Threshold ? 0 : 65536f / (65536 - Threshold);
}
