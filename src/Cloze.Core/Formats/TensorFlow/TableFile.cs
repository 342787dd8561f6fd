using System.Buffers.Binary;
using System.Text;
using Cloze.Files;

namespace Cloze.Formats;

/// <summary>
/// A table of sorted names and values, as TensorFlow's checkpoints have it for their index: blocks of entries, a block
/// of the blocks' places, and a footer. Every block has a checksum, which is compared. Source: LevelDB's
/// doc/table_format.md and TensorFlow's core/lib/io/format.cc.
/// </summary>
internal static class TableFile
{
    /// <summary>The largest table that is read: the index of a model has a few kilobytes.</summary>
    public const int Largest = 16 << 20;

    /// <summary>The most entries.</summary>
    public const int MostEntries = 1 << 16;

    private const int FooterBytes = 48, TrailerBytes = 5, LongestName = 1024;
    private const ulong Magic = 0xDB4775248B80FB57;

    /// <summary>All entries, in the order of their names.</summary>
    /// <exception cref="ClozeException">The file cannot be read, is damaged, or has packed blocks.</exception>
    public static IReadOnlyList<(string Name, byte[] Value)> Read(string path)
    {
        byte[] file = UntrustedFile.Read(path, Largest);
        if (file.Length < FooterBytes || BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(^8..)) != Magic)
        {
            throw TensorFlowErrors.Damaged(path, "it does not end as a table does; the end may be missing.");
        }

        ReadOnlySpan<byte> footer = file.AsSpan(^FooterBytes..);
        Block(path, file, Handle(path, ref footer)); // What a writer says beside; TensorFlow says nothing.
        var places = new List<(string Name, byte[] Value)>();
        ReadEntries(path, Block(path, file, Handle(path, ref footer)), places);
        var entries = new List<(string Name, byte[] Value)>();
        foreach (var (_, place) in places)
        {
            ReadOnlySpan<byte> handle = place;
            ReadEntries(path, Block(path, file, Handle(path, ref handle)), entries);
        }

        if (entries.DistinctBy(entry => entry.Name).Count() == entries.Count) return entries;
        throw TensorFlowErrors.Damaged(path, "it has a name twice.");
    }

    private static (ulong Offset, ulong Size) Handle(string path, ref ReadOnlySpan<byte> bytes)
    {
        if (ProtoReader.TryVarint(ref bytes, out ulong offset) && ProtoReader.TryVarint(ref bytes, out ulong size))
        {
            return (offset, size);
        }

        throw TensorFlowErrors.Damaged(path, "the place of a block is broken.");
    }

    private static ReadOnlySpan<byte> Block(string path, byte[] file, (ulong Offset, ulong Size) handle)
    {
        long room = file.Length - FooterBytes - TrailerBytes;
        if (room < 0 || handle.Size > (ulong)room || handle.Offset > (ulong)room - handle.Size)
        {
            throw TensorFlowErrors.Damaged(
                path, $"a block of {handle.Size} bytes at {handle.Offset} leaves the file of {file.Length}.");
        }

        ReadOnlySpan<byte> block = file.AsSpan((int)handle.Offset, (int)handle.Size + TrailerBytes);
        uint sum = BinaryPrimitives.ReadUInt32LittleEndian(block[^4..]);
        if (Crc32C.MaskedOf(block[..^4]) != sum)
        {
            throw TensorFlowErrors.Damaged(path, $"the checksum of the block at {handle.Offset} is wrong.");
        }

        if (block[^TrailerBytes] == 0) return block[..^TrailerBytes];
        string kind = block[^TrailerBytes] == 1 ? "with Snappy" : $"in way {block[^TrailerBytes]}";
        throw TensorFlowErrors.Unknown(path, $"its blocks are packed {kind}, expected them as they are.");
    }

    private static void ReadEntries(
        string path, ReadOnlySpan<byte> block, List<(string Name, byte[] Value)> entries)
    {
        ReadOnlySpan<byte> rest = WithoutRestarts(path, block);
        byte[] name = [];
        while (!rest.IsEmpty)
        {
            if (!ProtoReader.TryVarint(ref rest, out ulong shared)
                || !ProtoReader.TryVarint(ref rest, out ulong added)
                || !ProtoReader.TryVarint(ref rest, out ulong size)
                || shared > (ulong)name.Length
                || added > (ulong)rest.Length
                || size > (ulong)rest.Length - added)
            {
                throw TensorFlowErrors.Damaged(path, "an entry of a block is broken.");
            }

            if (shared + added > LongestName || entries.Count == MostEntries)
            {
                throw TensorFlowErrors.Damaged(
                    path, $"it has names of more than {LongestName} bytes, or more than {MostEntries} entries.");
            }

            name = [.. name.AsSpan(0, (int)shared), .. rest[..(int)added]];
            entries.Add((Encoding.UTF8.GetString(name), rest.Slice((int)added, (int)size).ToArray()));
            rest = rest[(int)(added + size)..];
        }
    }

    /// <summary>
    /// A block's entries; behind them are the places of those whose names are whole, and their number.
    /// </summary>
    private static ReadOnlySpan<byte> WithoutRestarts(string path, ReadOnlySpan<byte> block)
    {
        if (block.Length >= sizeof(uint))
        {
            uint restarts = BinaryPrimitives.ReadUInt32LittleEndian(block[^sizeof(uint)..]);
            long length = block.Length - sizeof(uint) - ((long)restarts * sizeof(uint));
            if (length >= 0) return block[..(int)length];
        }

        throw TensorFlowErrors.Damaged(path, "the end of a block is broken.");
    }
}
