using System.Buffers.Binary;
using System.Numerics;

namespace Cloze.Formats;

/// <summary>
/// CRC-32C (Castagnoli), and the mask that the table format puts over it, so that sums of bytes that hold sums stay
/// sound. Source: LevelDB's util/crc32c.h.
/// </summary>
internal struct Crc32C
{
    private const uint MaskDelta = 0xA282EAD8;

    private uint _value;

    /// <summary>The checksum of all that was added, masked.</summary>
    public readonly uint Masked => BitOperations.RotateRight(_value, 15) + MaskDelta;

    /// <summary>The checksum of bytes, masked.</summary>
    public static uint MaskedOf(ReadOnlySpan<byte> bytes)
    {
        var sum = new Crc32C();
        sum.Add(bytes);
        return sum.Masked;
    }

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~_value;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        _value = ~crc;
    }
}
