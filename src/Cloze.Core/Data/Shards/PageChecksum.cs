using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloze.Data;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720) of the pages that a shard's ids are divided into: damage is found when a page is
/// read, in half a microsecond, so that no store has to be read whole before it is used.
/// </summary>
internal static class PageChecksum
{
    /// <summary>Bytes of a page; the last one may be shorter.</summary>
    public const int PageBytes = 4096;

    /// <summary>The checksum of bytes that come behind others, whose checksum is handed in; 0 for none.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~checksum;
        int whole = bytes.Length - (bytes.Length % sizeof(ulong));
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes[..whole]))
        {
            ulong ordered = BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
            crc = BitOperations.Crc32C(crc, ordered);
        }

        foreach (byte value in bytes[whole..]) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>Pages that so many bytes take.</summary>
    public static long PagesOf(long bytes) => (bytes + PageBytes - 1) / PageBytes;
}
