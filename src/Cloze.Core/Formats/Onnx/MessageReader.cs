using System.Buffers.Binary;
using System.Text;

namespace Cloze.Formats;

/// <summary>
/// Reads the fields of one Protocol Buffers message that stands in a file
/// (protobuf.dev/programming-guides/encoding): a number each, or a stretch of bytes, which is only looked at where it
/// is asked for. No length is believed before it is compared with what is there.
/// </summary>
internal struct MessageReader
{
    private const int WireTypeBits = 3, WireTypeMask = 7, DigitBits = 7, MoreDigits = 128;

    private readonly ByteWindow _file;
    private readonly long _end;
    private long _place;

    /// <param name="file">The file.</param>
    /// <param name="place">Where the message begins.</param>
    /// <param name="length">Its bytes, all within the file.</param>
    public MessageReader(ByteWindow file, long place, long length)
    {
        _file = file;
        _place = place;
        _end = place + length;
    }

    /// <summary>The number of the field read last.</summary>
    public int Field { get; private set; }

    /// <summary>Whether the field is a stretch of bytes.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>The field's value where it is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Where the field's bytes begin in the file.</summary>
    public long Place { get; private set; }

    /// <summary>How many they are.</summary>
    public long Length { get; private set; }

    /// <summary>Goes on to the next field; false at the end.</summary>
    /// <exception cref="ClozeException">The message is damaged.</exception>
    public bool Read()
    {
        if (_place == _end) return false;
        ulong key = ReadNumber();
        if (key >> WireTypeBits is 0 or > int.MaxValue) throw Damaged("a field has no valid number.");
        Field = (int)(key >> WireTypeBits);
        IsBytes = (key & WireTypeMask) == 2;
        switch (key & WireTypeMask)
        {
            case 0: Number = ReadNumber(); break;
            case 1: Number = ReadFixed(sizeof(ulong)); break;
            case 2: ReadStretch(); break;
            case 5: Number = ReadFixed(sizeof(uint)); break;
            default: throw Damaged(FormattableString.Invariant($"field {Field} has the type {key & WireTypeMask}."));
        }

        return true;
    }

    /// <summary>The field's bytes as a message of its own.</summary>
    /// <exception cref="ClozeException">The field is a number.</exception>
    public readonly MessageReader Message()
    {
        RequireBytes();
        return new MessageReader(_file, Place, Length);
    }

    /// <summary>Where the field's bytes stand, and how many they are.</summary>
    /// <exception cref="ClozeException">The field is a number.</exception>
    public readonly (long Place, long Length) Stretch()
    {
        RequireBytes();
        return (Place, Length);
    }

    /// <summary>The field's bytes as text.</summary>
    /// <exception cref="ClozeException">The field is a number, or longer than a name may be.</exception>
    public readonly string Text()
    {
        RequireBytes();
        if (Length > OnnxModel.LongestName)
        {
            throw Damaged(FormattableString.Invariant(
                $"a name has {Length} bytes, expected at most {OnnxModel.LongestName}."));
        }

        byte[] bytes = new byte[Length];
        _file.Read(Place, bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Adds the field's whole numbers to a list: one, or several that stand packed.</summary>
    /// <exception cref="ClozeException">They are damaged, or more than expected.</exception>
    public readonly void AddNumbers(List<long> numbers, int most)
    {
        if (!IsBytes)
        {
            Add(numbers, Number, most);
            return;
        }

        MessageReader packed = Message();
        while (packed._place < packed._end) Add(numbers, packed.ReadNumber(), most);
    }

    private readonly void Add(List<long> numbers, ulong number, int most)
    {
        if (numbers.Count == most) throw Damaged(FormattableString.Invariant($"a list has more than {most} numbers."));
        numbers.Add(unchecked((long)number));
    }

    private readonly void RequireBytes()
    {
        if (!IsBytes) throw Damaged(FormattableString.Invariant($"field {Field} is a number."));
    }

    private void ReadStretch()
    {
        ulong length = ReadNumber();
        if (length > (ulong)(_end - _place))
        {
            throw Damaged(FormattableString.Invariant(
                $"field {Field} has {length} bytes, but only {_end - _place} follow."));
        }

        (Place, Length) = (_place, (long)length);
        _place += (long)length;
    }

    private ulong ReadFixed(int size)
    {
        if (_end - _place < size) throw Damaged("a number is cut off.");
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        for (int i = 0; i < size; i++) bytes[i] = _file[_place++];
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private ulong ReadNumber()
    {
        ulong value = 0;
        for (int shift = 0; shift < sizeof(ulong) * 8 && _place < _end; shift += DigitBits)
        {
            byte digit = _file[_place++];
            value |= (ulong)(digit & (MoreDigits - 1)) << shift;
            if (digit < MoreDigits) return value;
        }

        throw Damaged("a number is cut off.");
    }

    private readonly ClozeException Damaged(string finding) => OnnxErrors.Damaged(_file.Path, finding);
}
