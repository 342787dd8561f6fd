namespace Cloze.Tests.Formats;

/// <summary>Rounding said another way than the product does it.</summary>
internal static class Rounding
{
    /// <summary>
    /// Of the two neighbours whose lower 16 bits are zero the nearer; where both are as near, the one whose last bit
    /// is even.
    /// </summary>
    public static float ToBrainFloat(float value)
    {
        uint below = BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000;
        float down = BitConverter.UInt32BitsToSingle(below), up = BitConverter.UInt32BitsToSingle(below + 0x10000);
        double toDown = Math.Abs((double)value - down), toUp = Math.Abs((double)up - value);
        if (toDown == toUp) return (below & 0x10000) == 0 ? down : up;
        return toDown < toUp ? down : up;
    }
}
