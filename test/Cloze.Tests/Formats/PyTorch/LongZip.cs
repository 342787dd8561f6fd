using System.Buffers.Binary;

namespace Cloze.Tests.Formats;

/// <summary>Gives a zip archive the 64-bit end that those of more than 4 GiB have.</summary>
internal static class LongZip
{
    private const int EndBytes = 22;

    public static byte[] Of(byte[] archive)
    {
        ReadOnlySpan<byte> end = archive.AsSpan(archive.Length - EndBytes);
        byte[] longEnd = new byte[56], locator = new byte[20], newEnd = [.. end];
        BinaryPrimitives.WriteUInt32LittleEndian(longEnd, 0x06064B50);
        BinaryPrimitives.WriteInt64LittleEndian(longEnd.AsSpan(40), BinaryPrimitives.ReadUInt32LittleEndian(end[12..]));
        BinaryPrimitives.WriteInt64LittleEndian(longEnd.AsSpan(48), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
        BinaryPrimitives.WriteUInt32LittleEndian(locator, 0x07064B50);
        BinaryPrimitives.WriteInt64LittleEndian(locator.AsSpan(8), archive.Length - EndBytes);
        newEnd.AsSpan(12, 8).Fill(0xFF);
        return [.. archive[..^EndBytes], .. longEnd, .. locator, .. newEnd];
    }
}
