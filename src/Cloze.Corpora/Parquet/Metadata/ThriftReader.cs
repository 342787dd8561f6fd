using System.Text;

namespace Cloze.Corpora;

/// <summary>
/// Reads Thrift's compact protocol, in which Parquet's metadata is written. Nothing is believed: no length is taken
/// that the bytes left cannot hold, and nesting has an end.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 32;
    private const int LongestNumber = 10;
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>How many bytes were not read yet.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>Reads the head of a struct's next field; false at its end.</summary>
    /// <param name="field">The id of the field before, 0 at first; receives the id.</param>
    /// <param name="type">The type of its value.</param>
    public bool TryReadField(ref int field, out ThriftType type)
    {
        byte head = ReadByte();
        type = (ThriftType)(head & 0x0F);
        if (type == ThriftType.Stop) return false;
        int step = head >> 4;
        field = step > 0 ? field + step : (int)ReadZigzag();
        return true;
    }

    /// <summary>An integer of any width.</summary>
    public long ReadInteger(ThriftType type) => type switch
    {
        ThriftType.Byte => (sbyte)ReadByte(),
        ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 => ReadZigzag(),
        _ => throw new ParquetFaultException($"its metadata has {type} where a number should be"),
    };

    /// <summary>An integer that 32 bits hold.</summary>
    public int ReadInt32(ThriftType type)
    {
        long value = ReadInteger(type);
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new ParquetFaultException($"its metadata has the number {value} where 32 bits should do");
    }

    /// <summary>A text; what is no UTF-8 becomes U+FFFD.</summary>
    public string ReadText(ThriftType type)
    {
        Require(type, ThriftType.Binary);
        return Encoding.UTF8.GetString(Take(ReadCount()));
    }

    /// <summary>The number of a list's elements, and their type.</summary>
    public int ReadList(ThriftType type, out ThriftType elements)
    {
        if (type != ThriftType.Set) Require(type, ThriftType.List);
        byte head = ReadByte();
        elements = (ThriftType)(head & 0x0F);
        int count = head >> 4;
        if (count == 15) count = ReadCount();
        return count <= Left
            ? count
            : throw new ParquetFaultException($"its metadata has a list of {count} elements in {Left} bytes");
    }

    /// <summary>Fails where a value is of another type.</summary>
    public static void Require(ThriftType found, ThriftType expected)
    {
        if (found == expected) return;
        throw new ParquetFaultException($"its metadata has {found} where {expected} should be");
    }

    /// <summary>Passes over a field's value.</summary>
    public void Skip(ThriftType type)
    {
        // A field's truth value stands in its head.
        if (type is not (ThriftType.True or ThriftType.False)) SkipElement(type, 0);
    }

    private void SkipElement(ThriftType type, int depth)
    {
        if (depth > DeepestNesting) throw new ParquetFaultException("its metadata nests too deep");
        switch (type)
        {
            case ThriftType.True or ThriftType.False or ThriftType.Byte: ReadByte(); break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64: ReadNumber(); break;
            case ThriftType.Double: Take(sizeof(double)); break;
            case ThriftType.Uuid: Take(16); break;
            case ThriftType.Binary: Take(ReadCount()); break;
            case ThriftType.List or ThriftType.Set: SkipList(type, depth); break;
            case ThriftType.Map: SkipMap(depth); break;
            case ThriftType.Struct: SkipStruct(depth); break;
            default: throw new ParquetFaultException($"its metadata has a value of the unknown type {(int)type}");
        }
    }

    private void SkipList(ThriftType type, int depth)
    {
        int count = ReadList(type, out ThriftType elements);
        for (int i = 0; i < count; i++) SkipElement(elements, depth + 1);
    }

    private void SkipMap(int depth)
    {
        int count = ReadCount();
        if (count == 0) return;
        byte types = ReadByte();
        if (count > Left) throw new ParquetFaultException($"its metadata has a map of {count} entries in {Left} bytes");
        for (int i = 0; i < count; i++)
        {
            SkipElement((ThriftType)(types >> 4), depth + 1);
            SkipElement((ThriftType)(types & 0x0F), depth + 1);
        }
    }

    private void SkipStruct(int depth)
    {
        int field = 0;
        while (TryReadField(ref field, out ThriftType type))
        {
            if (type is not (ThriftType.True or ThriftType.False)) SkipElement(type, depth + 1);
        }
    }

    private int ReadCount()
    {
        ulong count = ReadNumber();
        return count <= int.MaxValue
            ? (int)count
            : throw new ParquetFaultException($"its metadata has a length of {count}");
    }

    private long ReadZigzag()
    {
        ulong number = ReadNumber();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private ulong ReadNumber()
    {
        ulong number = 0;
        for (int i = 0; i < LongestNumber; i++)
        {
            byte part = ReadByte();
            number |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80) return number;
        }

        throw new ParquetFaultException("its metadata has a number without an end");
    }

    private byte ReadByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left) throw new ParquetFaultException("its metadata ends too early");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
