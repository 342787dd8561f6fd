using System.Buffers.Binary;
using System.Text;

namespace Cloze.Files;

/// <summary>
/// Gives UTF-16 or UTF-32 as UTF-8. What is no character, such as half a surrogate pair, becomes one byte 0xFF, which
/// is no UTF-8 either: whoever reads the lines meets it there and knows the line.
/// </summary>
/// <param name="start">The first bytes behind the mark.</param>
/// <param name="rest">The bytes after those; stays open.</param>
/// <param name="form">How characters are stored.</param>
internal sealed class TranscodedStream(byte[] start, Stream rest, TextForm form) : ForwardStream
{
    private const byte NoCharacter = 0xFF;
    private const int NoScalar = -1;
    private const int MostBytesOfACharacter = 4;
    private byte[] _units = start;
    private int _unit;
    private int _unitEnd = start.Length;
    private byte[] _text = [];
    private int _next;
    private int _textEnd;
    private bool _restEnded;

    public override int Read(Span<byte> buffer)
    {
        if (_next == _textEnd) Decode();
        int count = Math.Min(buffer.Length, _textEnd - _next);
        _text.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    private ReadOnlySpan<byte> Units => _units.AsSpan(_unit, _unitEnd - _unit);

    private void Decode()
    {
        FillUnits();
        if (_text.Length == 0) _text = new byte[2 * _units.Length];
        _next = _textEnd = 0;
        while (TryRead(out int scalar))
        {
            if (scalar == NoScalar) _text[_textEnd++] = NoCharacter;
            else _textEnd += new Rune(scalar).EncodeToUtf8(_text.AsSpan(_textEnd));
        }
    }

    private void FillUnits()
    {
        if (_units.Length < 1 << 14) Array.Resize(ref _units, 1 << 14);
        Units.CopyTo(_units);
        _unitEnd -= _unit;
        _unit = 0;
        while (!_restEnded && _unitEnd < MostBytesOfACharacter)
        {
            int count = rest.Read(_units, _unitEnd, _units.Length - _unitEnd);
            _restEnded = count == 0;
            _unitEnd += count;
        }
    }

    /// <summary>The next character; false where more bytes must come first, or none are left.</summary>
    private bool TryRead(out int scalar)
    {
        scalar = NoScalar;
        if (Units.Length < form.UnitBytes) return TakeRemains();
        uint first = Unit(0);
        bool isHigh = form.UnitBytes == 2 && char.IsHighSurrogate((char)first);
        if (isHigh && Units.Length < 4 && !_restEnded) return false;
        bool isPair = isHigh && Units.Length >= 4 && char.IsLowSurrogate((char)Unit(1));
        if (isPair) scalar = char.ConvertToUtf32((char)first, (char)Unit(1));
        else if (Rune.IsValid(first)) scalar = (int)first;
        _unit += isPair ? 4 : form.UnitBytes;
        return true;
    }

    /// <summary>Takes part of a unit at the very end for one that is no character.</summary>
    private bool TakeRemains()
    {
        if (!_restEnded || Units.IsEmpty) return false;
        _unit = _unitEnd;
        return true;
    }

    private uint Unit(int index)
    {
        ReadOnlySpan<byte> bytes = Units[(index * form.UnitBytes)..];
        if (form.UnitBytes == 2)
        {
            return form.IsBigEndian
                ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
                : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        }

        return form.IsBigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
