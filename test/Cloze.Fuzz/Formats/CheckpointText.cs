using System.Buffers.Binary;
using System.Text;

namespace Cloze.Fuzz;

/// <summary>
/// Writes checkpoints of TensorFlow's, version 2. No golden file of such a checkpoint is at hand: this is written from
/// the published layout (LevelDB's doc/table_format.md, TensorFlow's tensor_bundle.proto) on its own, and shares no
/// code with the reader; its checksum goes bit by bit.
/// </summary>
internal sealed class CheckpointText
{
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
    private readonly MemoryStream _data = new();

    /// <summary>Entries of a block; several blocks are written where there are more.</summary>
    public int EntriesOfABlock { get; init; } = 5;

    public byte Compression { get; init; }

    public byte[] Data => _data.ToArray();

    /// <summary>Adds a tensor of float32.</summary>
    public CheckpointText Add(string name, long[] shape, params float[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return Add(name, 1, shape, bytes);
    }

    /// <summary>Adds a tensor of any type, by TensorFlow's number of it.</summary>
    public CheckpointText Add(string name, int type, long[] shape, byte[] bytes, byte[]? more = null)
    {
        byte[][] dimensions = [.. shape.Select(size => Message(2, Field(1, (ulong)size)))];
        byte[] sum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Masked(bytes));
        _entries[name] =
        [
            .. Field(1, (ulong)type), .. Message(2, [.. dimensions.SelectMany(bytes => bytes)]), .. Field(3, 0),
            .. Field(4, (ulong)_data.Length), .. Field(5, (ulong)bytes.Length), (6 << 3) | 5, .. sum, .. more ?? [],
        ];
        _data.Write(bytes);
        return this;
    }

    /// <summary>Adds an entry as it is.</summary>
    public CheckpointText AddRaw(string name, byte[] value)
    {
        _entries[name] = value;
        return this;
    }

    /// <summary>The index, with a header of one data file of a little-endian machine.</summary>
    public byte[] Index(byte[]? header = null)
    {
        var file = new MemoryStream();
        var handles = new List<(string Last, byte[] Handle)>();
        header ??= [.. Field(1, 1), .. Field(2, 0), .. Message(3, Field(1, 1))];
        foreach (var block in _entries.Prepend(new("", header)).Chunk(EntriesOfABlock))
        {
            byte[] content = Block([.. block.Select(entry => (entry.Key, entry.Value))]);
            handles.Add((block[^1].Key, Put(file, content)));
        }

        return Finish(file, handles);
    }

    /// <summary>A table of one block, whatever is in it, with sound sums.</summary>
    public byte[] Table(byte[] block)
    {
        var file = new MemoryStream();
        return Finish(file, [("z", Put(file, block))]);
    }

    private byte[] Finish(MemoryStream file, List<(string Last, byte[] Handle)> handles)
    {
        byte[] meta = Put(file, Block([])), index = Put(file, Block([.. handles])), footer = new byte[48];
        meta.CopyTo(footer, 0);
        index.CopyTo(footer, meta.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(40), 0xDB4775248B80FB57);
        file.Write(footer);
        return file.ToArray();
    }

    public static byte[] Field(int number, ulong value) => [.. Varint((ulong)(number << 3)), .. Varint(value)];

    public static byte[] Message(int number, byte[] content) =>
        [.. Varint((ulong)((number << 3) | 2)), .. Varint((ulong)content.Length), .. content];

    // Names are written without what they share with the one before, but for every fourth.
    public static byte[] Block((string Name, byte[] Value)[] entries)
    {
        var block = new MemoryStream();
        var restarts = new List<uint>();
        byte[] last = [];
        for (int i = 0; i < entries.Length; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(entries[i].Name);
            if (i % 4 == 0) restarts.Add((uint)block.Length);
            int shared = i % 4 == 0 ? 0 : name.AsSpan().CommonPrefixLength(last);
            block.Write(Varint((ulong)shared));
            block.Write(Varint((ulong)(name.Length - shared)));
            block.Write(Varint((ulong)entries[i].Value.Length));
            block.Write(name.AsSpan(shared));
            block.Write(entries[i].Value);
            last = name;
        }

        foreach (uint restart in restarts.DefaultIfEmpty(0u).Append((uint)Math.Max(1, restarts.Count)))
        {
            block.Write(Number(restart));
        }

        return block.ToArray();
    }

    // With how it is packed and its sum behind it; the place is given back.
    private byte[] Put(MemoryStream file, byte[] block)
    {
        byte[] handle = [.. Varint((ulong)file.Length), .. Varint((ulong)block.Length)];
        byte[] content = [.. block, Compression];
        file.Write(content);
        file.Write(Number(Masked(content)));
        return handle;
    }

    private static byte[] Number(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private static uint Masked(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
