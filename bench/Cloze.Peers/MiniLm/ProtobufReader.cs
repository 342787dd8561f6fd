using System.Buffers.Binary;

namespace Cloze.Peers.MiniLm;

/// <summary>
/// Reads the fields of one Protocol Buffers message, a number or a piece of bytes each
/// (protobuf.dev/programming-guides/encoding).
/// </summary>
internal ref struct ProtobufReader(ReadOnlyMemory<byte> message)
{
    private int _position;

    /// <summary>The number of the field just read.</summary>
    public int Field { get; private set; }

    /// <summary>The field's number, where it is one.</summary>
    public ulong Number { get; private set; }

    /// <summary>The field's bytes, where it has some: a text, a message or packed numbers.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>The field's bytes as text.</summary>
    public readonly string Text => System.Text.Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public bool Read()
    {
        if (_position == message.Length) return false;
        ulong key = Varint();
        Field = checked((int)(key >> 3));
        Bytes = default;
        switch (key & 7)
        {
            case 0: Number = Varint(); break;
            case 1: Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)).Span); break;
            case 2: Bytes = Take(Varint()); break;
            case 5: Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)).Span); break;
            default: throw new InvalidDataException($"Field {Field} has the unknown type {key & 7}.");
        }

        return true;
    }

    private ReadOnlyMemory<byte> Take(ulong count)
    {
        if (count > (ulong)(message.Length - _position)) throw new InvalidDataException($"Field {Field} is cut off.");
        ReadOnlyMemory<byte> bytes = message.Slice(_position, (int)count);
        _position += (int)count;
        return bytes;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && _position < message.Length; shift += 7)
        {
            byte part = message.Span[_position++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128) return value;
        }

        throw new InvalidDataException("A number is cut off.");
    }
}
