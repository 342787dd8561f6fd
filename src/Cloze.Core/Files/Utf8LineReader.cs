using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Cloze.Files;

/// <summary>
/// Reads UTF-8 line by line in bounded memory: a line that does not fit the buffer comes in several segments. A byte
/// order mark is skipped; lines end in <c>\n</c> or <c>\r\n</c>.
/// </summary>
internal sealed class Utf8LineReader
{
    private readonly Stream _stream;
    private readonly string _source;
    private readonly bool _replaceInvalid;
    private readonly byte[] _buffer;
    private int _start;
    private int _end;
    private long _offset;
    private bool _streamEnded;

    /// <summary>Opens the lines of a stream.</summary>
    /// <param name="stream">The bytes; stays open.</param>
    /// <param name="source">The file's name for error messages.</param>
    /// <param name="replaceInvalid">Whether bytes that are no UTF-8 become U+FFFD.</param>
    /// <param name="bufferSize">The longest segment, in bytes.</param>
    public Utf8LineReader(Stream stream, string source, bool replaceInvalid, int bufferSize = 1 << 16)
    {
        _stream = stream;
        _source = source;
        _replaceInvalid = replaceInvalid;
        _buffer = new byte[bufferSize];
        Fill();
        if (Unread.StartsWith("\uFEFF"u8)) Skip(3);
    }

    /// <summary>The number of the line that the last segment belongs to, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Whether the last segment completed its line.</summary>
    public bool EndsLine { get; private set; } = true;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The next segment without its line end; false at the end of the file.</summary>
    /// <exception cref="ClozeException">The bytes are no UTF-8, or the file cannot be read or unpacked.</exception>
    public bool TryRead(out string segment)
    {
        int newline = Unread.IndexOf((byte)'\n');
        if (newline < 0)
        {
            Fill();
            newline = Unread.IndexOf((byte)'\n');
        }

        segment = "";
        if (Unread.IsEmpty) return false;
        if (EndsLine) LineNumber++;
        EndsLine = newline >= 0 || _streamEnded;
        int length = newline >= 0 ? newline : EndsLine ? Unread.Length : WholeCharacters(Unread);
        int text = newline > 0 && Unread[newline - 1] == '\r' ? length - 1 : length;
        segment = Decode(Unread[..text]);
        Skip(newline >= 0 ? length + 1 : length);
        return true;
    }

    private void Skip(int count)
    {
        _start += count;
        _offset += count;
    }

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
            }
        }
        catch (InvalidDataException error)
        {
            throw new ClozeException(
                $"{_source} is damaged: after {Position(_offset + _end)} unpacked bytes it is no valid gzip any more.",
                "Download or pack the file again.",
                error);
        }
        catch (IOException error)
        {
            throw new ClozeException($"Cannot read {_source}: {error.Message}", "Check the disk and the file.", error);
        }
    }

    /// <summary>
    /// The length of a full buffer less what may go on in the next: half a character, or half a line end.
    /// </summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        if (bytes[^1] == '\r') return bytes.Length - 1;
        OperationStatus status = Rune.DecodeLastFromUtf8(bytes, out _, out int half);
        return status == OperationStatus.NeedMoreData ? bytes.Length - half : bytes.Length;
    }

    private string Decode(ReadOnlySpan<byte> bytes)
    {
        if (_replaceInvalid || Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        char[] characters = ArrayPool<char>.Shared.Rent(bytes.Length);
        Utf8.ToUtf16(bytes, characters, out int valid, out _, replaceInvalidSequences: false);
        ArrayPool<char>.Shared.Return(characters);
        throw new ClozeException(
            $"{_source} is not UTF-8: line {Position(LineNumber)}, byte offset {Position(_offset + valid)}, " +
            $"has the byte 0x{bytes[valid]:X2} where a character should be.",
            "Convert the file to UTF-8, or give `replace_invalid` to read such bytes as U+FFFD.");
    }

    private static string Position(long value) => value.ToString(CultureInfo.InvariantCulture);
}
