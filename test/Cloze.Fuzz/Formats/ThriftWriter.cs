using System.Text;

namespace Cloze.Fuzz;

/// <summary>Writes Thrift's compact protocol, for <see cref="ParquetSample"/>.</summary>
internal sealed class ThriftWriter
{
    private const int TextType = 8, ListType = 9, StructType = 12;
    private readonly MemoryStream _bytes = new();
    private readonly Stack<int> _fields = new([0]);

    /// <summary>What was written, and the end of the outermost struct.</summary>
    public byte[] ToArray() => [.. _bytes.ToArray(), 0];

    public void Number(int field, long value, int type = 5)
    {
        Head(field, type);
        Varint((ulong)((value << 1) ^ (value >> 63)));
    }

    public void Text(int field, string text)
    {
        Head(field, TextType);
        Characters(text);
    }

    public void Characters(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
    }

    public void List(int field, int elements, int count)
    {
        Head(field, ListType);
        _bytes.WriteByte((byte)((Math.Min(count, 15) << 4) | elements));
        if (count >= 15) Varint((ulong)count);
    }

    public void Structs(int field, int count) => List(field, StructType, count);

    public void Texts(int field, params string[] texts)
    {
        List(field, TextType, texts.Length);
        foreach (string text in texts) Characters(text);
    }

    /// <summary>Opens a struct in a field; in a list, where no field is given.</summary>
    public void Begin(int? field = null)
    {
        if (field is { } id) Head(id, StructType);
        _fields.Push(0);
    }

    public void End()
    {
        _bytes.WriteByte(0);
        _fields.Pop();
    }

    private void Head(int field, int type)
    {
        int step = field - _fields.Pop();
        _fields.Push(field);
        if (step is > 0 and < 16)
        {
            _bytes.WriteByte((byte)((step << 4) | type));
            return;
        }

        _bytes.WriteByte((byte)type);
        Varint((ulong)((field << 1) ^ (field >> 31)));
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
