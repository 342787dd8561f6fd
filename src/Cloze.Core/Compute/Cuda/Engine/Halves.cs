namespace Cloze.Compute;

/// <summary>bfloat16 values on the host: the upper half of a float32.</summary>
internal static class Halves
{
    private const uint NotANumber = 0x7FC0;

    /// <summary>Rounds to the nearest, ties to the even one.</summary>
    public static void Narrow(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        for (int i = 0; i < source.Length; i++) destination[i] = Narrow(source[i]);
    }

    /// <summary>The same values as float32.</summary>
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++) destination[i] = Widen(source[i]);
    }

    /// <summary>The nearest value.</summary>
    public static ushort Narrow(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | NotANumber);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The same value.</summary>
    public static float Widen(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);
}
