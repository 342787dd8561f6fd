using System.Buffers.Binary;

namespace Cloze.Formats;

/// <summary>Reads a protocol buffer field by field; whatever breaks its encoding ends the reading.</summary>
/// <param name="bytes">The message.</param>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The number of the present field.</summary>
    public int Field { get; private set; }

    /// <summary>Its value, where it is a number.</summary>
    public long Number { get; private set; }

    /// <summary>Its bytes, where it is a message or a string.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether the message broke its encoding.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Steps to the next field; false at the end, and where the encoding is broken.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty || IsBroken) return false;
        IsBroken = !TryField();
        return !IsBroken;
    }

    /// <summary>Takes a varint off the beginning of bytes.</summary>
    /// <returns>Whether there was a whole one of at most 64 bits.</returns>
    public static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < Math.Min(10, bytes.Length); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }

    private bool TryField()
    {
        if (!TryVarint(ref _rest, out ulong tag) || tag >> 3 is 0 or > int.MaxValue) return false;
        Field = (int)(tag >> 3);
        Bytes = [];
        Number = 0;
        switch ((int)(tag & 7))
        {
            case Varint:
                bool isWhole = TryVarint(ref _rest, out ulong value);
                Number = (long)value;
                return isWhole;
            case Fixed32:
                return TryTake(sizeof(uint)) && Set(BinaryPrimitives.ReadUInt32LittleEndian(Bytes));
            case Fixed64:
                return TryTake(sizeof(long)) && Set(BinaryPrimitives.ReadInt64LittleEndian(Bytes));
            case Delimited:
                return TryVarint(ref _rest, out ulong length) && TryTake(length);
            default:
                return false;
        }
    }

    private bool TryTake(ulong length)
    {
        if (length > (ulong)_rest.Length) return false;
        Bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    private bool Set(long number)
    {
        Number = number;
        return true;
    }
}
