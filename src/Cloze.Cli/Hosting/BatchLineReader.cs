using System.Text;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Reads a text line by line, each as soon as its end is there. Lines end in <c>\n</c>, <c>\r\n</c> or <c>\r</c>.
/// </summary>
/// <param name="reader">The text.</param>
/// <param name="name">Its name, for messages.</param>
/// <param name="longest">The longest line, in characters.</param>
internal sealed class BatchLineReader(TextReader reader, string name, int longest)
{
    private readonly StringBuilder _line = new();
    private bool _afterReturn;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end; null where there is none.</summary>
    /// <exception cref="ClozeException">A line is too long, or it is no text in UTF-8.</exception>
    public string? Read()
    {
        Number++;
        _line.Clear();
        int next = Next();
        if (next < 0) return null;
        for (; next is not (< 0 or '\n' or '\r'); next = Next())
        {
            if (next == 0) throw NoText();
            _line.Append((char)next);
            if (_line.Length > longest) throw TooLong();
        }

        // What follows is not waited for: whether it completes the end is seen when it comes.
        _afterReturn = next == '\r';
        return _line.ToString();
    }

    private ClozeException TooLong() => new(
        $"{name}, line {Number}: longer than {longest} characters.", "Put one text on each line.");

    private ClozeException NoText() => new(
        $"{name}, line {Number}: a zero character, which is no text.",
        "It is a binary file, or UTF-16 without a byte order mark: save it as UTF-8.");

    private int Next()
    {
        try
        {
            int next = reader.Read();
            if (_afterReturn && next == '\n') next = reader.Read();
            _afterReturn = false;
            return next;
        }
        catch (DecoderFallbackException error)
        {
            throw new ClozeException(
                $"{name}, line {Number} or soon after: the bytes are not UTF-8.", "Convert the file to UTF-8.", error);
        }
    }
}
