using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloze.Kernels;

/// <summary>
/// A row of activations as unsigned bytes: value = scale · (byte - zero). The range is that of the row, and holds 0,
/// which is a byte exactly.
/// </summary>
internal static unsafe class ByteActivations
{
    private const int Lanes = 8, LanesOfBytes = 32;

    // Below it the steps of a byte would have no float; such a row counts as zeros.
    private const float SmallestRange = 1e-30f;

    /// <summary>Writes the bytes of a row.</summary>
    /// <param name="row">The values, [K].</param>
    /// <param name="count">K.</param>
    /// <param name="bytes">Where they go, [K].</param>
    /// <param name="zero">The byte of 0.</param>
    /// <returns>The scale; not a number where a value is none.</returns>
    [MethodImpl(Compiled.AtOnce)]
    public static float Quantize(float* row, int count, byte* bytes, out int zero)
    {
        (float least, float largest) = Range(row, count);
        float range = largest - least;
        if (range < SmallestRange)
        {
            new Span<byte>(bytes, count).Clear();
            zero = 0;
            return 1;
        }

        float steps = byte.MaxValue / range;
        zero = (int)MathF.Round(-least * steps);
        Vector256<float> factor = Vector256.Create(steps), shift = Vector256.Create((float)zero);
        int i = 0;
        for (; i + LanesOfBytes <= count; i += LanesOfBytes)
        {
            float* x = row + i;
            Vector256<ushort> low = Vector256.Narrow(
                Bytes(x, factor, shift), Bytes(x + Lanes, factor, shift));
            Vector256<ushort> high = Vector256.Narrow(
                Bytes(x + (2 * Lanes), factor, shift), Bytes(x + (3 * Lanes), factor, shift));
            Vector256.Narrow(low, high).Store(bytes + i);
        }

        for (; i < count; i++) bytes[i] = (byte)Math.Clamp(MathF.Round(row[i] * steps) + zero, 0f, byte.MaxValue);
        return range / byte.MaxValue;
    }

    private static Vector256<uint> Bytes(float* x, Vector256<float> factor, Vector256<float> shift)
    {
        Vector256<float> value = Vector256.Round(Vector256.Load(x) * factor) + shift;
        Vector256<float> within = Vector256.MinNative(
            Vector256.MaxNative(value, Vector256<float>.Zero), Vector256.Create((float)byte.MaxValue));
        return Vector256.ConvertToInt32(within).AsUInt32();
    }

    private static (float Least, float Largest) Range(float* row, int count)
    {
        Vector256<float> least = default, largest = default;
        int i = 0;
        for (; i + Lanes <= count; i += Lanes)
        {
            Vector256<float> x = Vector256.Load(row + i);
            least = Vector256.Min(least, x);
            largest = Vector256.Max(largest, x);
        }

        float low = 0, high = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            low = Math.Min(low, least[lane]);
            high = Math.Max(high, largest[lane]);
        }

        for (; i < count; i++)
        {
            low = Math.Min(low, row[i]);
            high = Math.Max(high, row[i]);
        }

        return (low, high);
    }
}
