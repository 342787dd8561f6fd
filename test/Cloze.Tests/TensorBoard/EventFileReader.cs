using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace Cloze.Tests.TensorBoard;

/// <summary>
/// Reads event files by the published definitions alone: TFRecord's frame, the wire format of protocol buffers, and the
/// field numbers of TensorFlow's event.proto, summary.proto and tensor.proto.
/// </summary>
internal static class EventFileReader
{
    /// <summary>The records of a file; both sums of each are checked.</summary>
    public static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (int at = 0; at < file.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));
            byte[] record = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(file[at..(at + 8)]), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            Assert.Equal(
                Masked(record), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(record);
            at += 16 + length;
        }

        return records;
    }

    /// <summary>The events of a file.</summary>
    public static List<ReadEvent> Events(string path) => [.. Records(File.ReadAllBytes(path)).Select(Event)];

    /// <summary>CRC-32C bit by bit, by its polynomial.</summary>
    public static uint Crc32C(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return crc ^ 0xFFFFFFFF;
    }

    private static uint Masked(byte[] bytes)
    {
        ulong crc = Crc32C(bytes);
        return (uint)((((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF);
    }

    private static ReadEvent Event(byte[] record)
    {
        ILookup<int, object> fields = Fields(record);
        var numbers = new Dictionary<string, float>();
        var texts = new Dictionary<string, string>();
        foreach (ILookup<int, object> value in Messages(fields, 5).SelectMany(summary => Messages(summary, 1)))
        {
            string tag = Text(value[1].Single());
            if (value[2].Any()) numbers.Add(tag, BitConverter.UInt32BitsToSingle((uint)value[2].Single()));
            else texts.Add(tag, TextOf(value));
        }

        return new ReadEvent(
            BitConverter.UInt64BitsToDouble((ulong)fields[1].Single()),
            fields[2].Any() ? (int)(ulong)fields[2].Single() : 0,
            fields[3].Any() ? Text(fields[3].Single()) : null,
            fields[7].Any() ? (int)(ulong)Fields((byte[])fields[7].Single())[1].Single() : null,
            numbers,
            texts);
    }

    // A text is a tensor of strings with the plugin's name beside it.
    private static string TextOf(ILookup<int, object> value)
    {
        ILookup<int, object> tensor = Messages(value, 8).Single(), metadata = Messages(value, 9).Single();
        Assert.Equal(7ul, tensor[1].Single());
        Assert.Equal("text", Text(Messages(metadata, 1).Single()[1].Single()));
        Assert.Equal(1ul, Messages(Messages(tensor, 2).Single(), 2).Single()[1].Single());
        return Text(tensor[8].Single());
    }

    private static IEnumerable<ILookup<int, object>> Messages(ILookup<int, object> fields, int number) =>
        fields[number].Select(bytes => Fields((byte[])bytes));

    private static string Text(object bytes) => Encoding.UTF8.GetString((byte[])bytes);

    private static ILookup<int, object> Fields(byte[] message)
    {
        var fields = new List<(int Number, object Value)>();
        for (int at = 0; at < message.Length;)
        {
            ulong key = Varint(message, ref at);
            object value = (key & 7) switch
            {
                0 => Varint(message, ref at),
                1 => BinaryPrimitives.ReadUInt64LittleEndian(Take(message, ref at, 8)),
                2 => Take(message, ref at, (int)Varint(message, ref at)),
                5 => BinaryPrimitives.ReadUInt32LittleEndian(Take(message, ref at, 4)),
                _ => throw new InvalidDataException($"wire type {key & 7}"),
            };
            fields.Add(((int)(key >> 3), value));
        }

        return fields.ToLookup(field => field.Number, field => field.Value);
    }

    private static byte[] Take(byte[] message, ref int at, int count)
    {
        byte[] bytes = message[at..(at + count)];
        at += count;
        return bytes;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
