using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Cloze.Files;

/// <summary>
/// Reads text line by line in bounded memory: a line that does not fit the buffer comes in several segments. Text is
/// UTF-8, or what its byte order mark says; lines end in <c>\n</c>, <c>\r\n</c> or <c>\r</c>.
/// </summary>
internal sealed class TextLineReader
{
    private readonly string _source;
    private readonly bool _replaceInvalid;
    private readonly byte[] _buffer;
    private readonly TextForm _form;
    private Stream _stream;
    private int _start;
    private int _end;
    private long _offset;
    private long _soundFrom;
    private bool _streamEnded;
    private bool _isAfterReturn;

    /// <summary>Opens the lines of a stream.</summary>
    /// <param name="stream">The bytes; stays open.</param>
    /// <param name="source">The file's name for error messages.</param>
    /// <param name="replaceInvalid">Whether what is no character becomes U+FFFD.</param>
    /// <param name="bufferSize">The longest segment, in bytes.</param>
    /// <exception cref="ClozeException">
    /// The bytes are of a kind that is no text, or have a zero in the first line, or cannot be read.
    /// </exception>
    public TextLineReader(Stream stream, string source, bool replaceInvalid, int bufferSize = 1 << 16)
        : this(stream, source, replaceInvalid, new byte[bufferSize])
    {
    }

    /// <summary>The same with a buffer that is lent to it, as for many small files one after the other.</summary>
    /// <param name="stream">The bytes; stays open.</param>
    /// <param name="source">The file's name for error messages.</param>
    /// <param name="replaceInvalid">Whether what is no character becomes U+FFFD.</param>
    /// <param name="buffer">Its length is that of the longest segment.</param>
    /// <exception cref="ClozeException">As of the other.</exception>
    public TextLineReader(Stream stream, string source, bool replaceInvalid, byte[] buffer)
    {
        _stream = stream;
        _source = source;
        _replaceInvalid = replaceInvalid;
        _buffer = buffer;
        Fill();
        if (BinaryKind.Of(Unread) is { } kind)
        {
            throw new ClozeException($"{source} is no text: it is {kind.Name}.", kind.Hint);
        }

        _form = TextForm.Of(Unread);
        if (Unread.StartsWith(_form.Mark)) Skip(_form.Mark.Length);
        if (_form != TextForm.Utf8) Transcode();
        else RequireText();
    }

    /// <summary>The number of the line that the last segment belongs to, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Whether the last segment completed its line.</summary>
    public bool EndsLine { get; private set; } = true;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The next segment without its line end; false at the end of the file.</summary>
    /// <exception cref="ClozeException">
    /// The bytes are no text in the form they claim to be, or the file cannot be read or unpacked.
    /// </exception>
    public bool TryRead(out string segment)
    {
        if (!TryRead(out segment, out TextFault? fault)) return false;
        return fault is { } found ? throw found.ToException(_source) : true;
    }

    /// <summary>The next segment, or what is wrong with it; what follows can be read in any case.</summary>
    /// <exception cref="ClozeException">The file cannot be read or unpacked.</exception>
    public bool TryRead(out string segment, out TextFault? fault)
    {
        SkipSecondHalf();
        int end = LineEnd();
        if (end < 0)
        {
            Fill();
            end = LineEnd();
        }

        (segment, fault) = ("", null);
        if (Unread.IsEmpty) return false;
        if (EndsLine) LineNumber++;
        EndsLine = end >= 0 || _streamEnded;
        int length = end >= 0 ? end : EndsLine ? Unread.Length : WholeCharacters(Unread);
        _isAfterReturn = end >= 0 && Unread[end] == '\r';
        ReadOnlySpan<byte> bytes = Unread[..length];
        fault = FindFault(bytes);
        if (fault is null) segment = Encoding.UTF8.GetString(bytes);
        Skip(end >= 0 ? length + 1 : length);
        return true;
    }

    /// <summary>
    /// Many whole lines at once, each ended by <c>\n</c>: the fast way through large files. False, and nothing is
    /// read, where the next segment is to be read by itself: it is a part of a line, the last line, or not sound.
    /// </summary>
    /// <param name="destination">Receives the characters; room for as many as the buffer has bytes.</param>
    /// <param name="count">Their number.</param>
    /// <exception cref="ClozeException">The file cannot be read or unpacked.</exception>
    public bool TryReadLines(Span<char> destination, out int count)
    {
        SkipSecondHalf();
        count = 0;
        if (LineEnd() < 0) Fill();
        ReadOnlySpan<byte> bytes = Unread[..(Unread.LastIndexOf((byte)'\n') + 1)];
        if (!EndsLine || bytes.IsEmpty || _offset < _soundFrom) return false;

        // Text has neither zeros nor, most often, other line ends: one look finds that there is none of both.
        bool isPlain = !bytes.ContainsAny((byte)0, (byte)'\r');
        bool isSound = (isPlain || !bytes.Contains((byte)0))
            && Utf8.ToUtf16(bytes, destination, out _, out count, _replaceInvalid) == OperationStatus.Done;
        if (!isSound)
        {
            _soundFrom = _offset + bytes.Length;
            return false;
        }

        if (!isPlain) count = OneFormOfLineEnds(destination[..count]);
        LineNumber += isPlain ? bytes.Count((byte)'\n') : destination[..count].Count('\n');
        Skip(bytes.Length);
        return true;
    }

    private static int OneFormOfLineEnds(Span<char> text)
    {
        int count = 0, next = 0;
        while (next < text.Length)
        {
            int length = text[next..].IndexOf('\r');
            if (length < 0) length = text.Length - next;
            text.Slice(next, length).CopyTo(text[count..]);
            count += length;
            next += length + 1;
            bool isWhole = next <= text.Length && (next == text.Length || text[next] != '\n');
            if (isWhole) text[count++] = '\n';
        }

        return count;
    }

    private int LineEnd() => Unread.IndexOfAny((byte)'\n', (byte)'\r');

    /// <summary>Passes over the second half of a line end whose first was the last byte read.</summary>
    private void SkipSecondHalf()
    {
        if (!_isAfterReturn) return;
        if (Unread.IsEmpty) Fill();
        if (Unread is [(byte)'\n', ..]) Skip(1);
        _isAfterReturn = false;
    }

    private void Transcode()
    {
        _stream = new TranscodedStream(Unread.ToArray(), _stream, _form);
        _start = _end = 0;
        _streamEnded = false;
    }

    private void Skip(int count)
    {
        _start += count;
        _offset += count;
    }

    // No more is waited for than a line: whoever types one has the answer before the next.
    private void Fill()
    {
        Unread.CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        try
        {
            while (!_streamEnded && _end < _buffer.Length)
            {
                int count = _stream.Read(_buffer, _end, _buffer.Length - _end);
                _streamEnded = count == 0;
                _end += count;
                if (_buffer.AsSpan(_end - count, count).IndexOfAny((byte)'\n', (byte)'\r') >= 0) break;
            }
        }
        catch (PackingException error)
        {
            throw new ClozeException(
                $"{_source} is damaged: after {Position(_offset + _end)} unpacked bytes it is no valid "
                    + $"{error.Packing} any more.",
                "Download or pack the file again.",
                error);
        }
        catch (IOException error)
        {
            throw new ClozeException($"Cannot read {_source}: {error.Message}", "Check the disk and the file.", error);
        }
    }

    /// <summary>
    /// The length of a full buffer less what may go on in the next. At least its last byte is left for the next
    /// segment, so that the last one of a line always says that it ends the line.
    /// </summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..^1];
        OperationStatus status = Rune.DecodeLastFromUtf8(bytes, out _, out int half);
        return status == OperationStatus.NeedMoreData ? bytes.Length - half : bytes.Length;
    }

    private void RequireText()
    {
        int end = LineEnd();
        int zero = (end < 0 ? Unread : Unread[..end]).IndexOf((byte)0);
        if (zero >= 0) throw new TextFault(_form, 1, _offset + zero, 0).ToException(_source);
    }

    private TextFault? FindFault(ReadOnlySpan<byte> bytes)
    {
        int zero = bytes.IndexOf((byte)0);
        if (zero >= 0) return new TextFault(_form, LineNumber, _offset + zero, 0);
        if (_replaceInvalid || Utf8.IsValid(bytes)) return null;
        char[] characters = ArrayPool<char>.Shared.Rent(bytes.Length);
        Utf8.ToUtf16(bytes, characters, out int valid, out _, replaceInvalidSequences: false);
        ArrayPool<char>.Shared.Return(characters);
        return new TextFault(_form, LineNumber, _offset + valid, bytes[valid]);
    }

    private static string Position(long value) => value.ToString(CultureInfo.InvariantCulture);
}
