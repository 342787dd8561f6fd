using System.Text;
using Cloze.Files;

namespace Cloze.Data;

/// <summary>
/// Many texts, one a line: plain lines, or JSON lines with a text, an optional <c>pair</c> and an optional <c>id</c>.
/// The first character decides: where it is a brace, every line is JSON. Blank lines are skipped. Text is UTF-8, or
/// what its byte order mark says, and may be packed with gzip, or what <see cref="CorpusFormats"/> was given. Memory is
/// bounded by the longest line.
/// </summary>
public sealed class TextInput : IDisposable
{
    /// <summary>The field of a JSON line that holds its text, unless another is asked for.</summary>
    public const string DefaultField = "text";

    /// <summary>The longest line, in UTF-16 characters.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    private readonly CountedStream _file;
    private readonly string _name;
    private readonly string _field;

    private TextInput(CountedStream file, string name, string field) => (_file, _name, _field) = (file, name, field);

    /// <summary>The share of the file that has been read, 0 to 1; null where its length is not known.</summary>
    public double? ShareRead => _file.Total is { } total ? Math.Min(1, (double)_file.Count / total) : null;

    /// <summary>Opens a file; one that is a pipe is read as it is written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="field">The field of a JSON line that holds its text.</param>
    /// <exception cref="ClozeException">There is no such file, it may not be read, or it is a folder.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static TextInput Open(string path, string field = DefaultField)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(field);
        if (Directory.Exists(path))
        {
            throw new ClozeException($"{path} is a folder, expected a file of lines.", "Name a file in it.");
        }

        return new TextInput(PackedFile.OpenOnce(path), path, field);
    }

    /// <summary>The lines of a stream, each as soon as its end is there.</summary>
    /// <param name="stream">The bytes; disposed of with this.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="field">The field of a JSON line that holds its text.</param>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static TextInput From(Stream stream, string name, string field = DefaultField)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(field);
        return new TextInput(new CountedStream(stream), name, field);
    }

    /// <summary>
    /// The texts, to be asked for once. A line that gives none is among them, with the reason: no JSON or no text in
    /// it, bytes that are no text, too long.
    /// </summary>
    /// <exception cref="ClozeException">The file is no text at all, or cannot be read or unpacked.</exception>
    public IEnumerable<TextRecord> Read()
    {
        bool? json = null;
        var lines = new TextLineReader(PackedFile.Unpack(_file), _name, replaceInvalid: false);
        var line = new StringBuilder();
        while (TryReadLine(lines, line, out ClozeException? refusal))
        {
            if (refusal is not null)
            {
                yield return new TextRecord { Line = lines.LineNumber, Refusal = refusal };
                continue;
            }

            string text = line.ToString();
            if (string.IsNullOrWhiteSpace(text)) continue;
            json ??= text.AsSpan().TrimStart()[0] == '{';
            yield return json.Value
                ? JsonTextLine.Read(text, lines.LineNumber, _field)
                : new TextRecord { Line = lines.LineNumber, Text = text };
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    // What follows a fault in a line is passed over.
    private static bool TryReadLine(TextLineReader lines, StringBuilder line, out ClozeException? refusal)
    {
        refusal = null;
        line.Clear();
        do
        {
            if (!lines.TryRead(out string segment, out TextFault? fault)) return line.Length > 0 || refusal is not null;
            if (refusal is null && fault is { } found) refusal = Wrong(found);
            if (refusal is null) line.Append(segment);
            if (line.Length > LongestLine) refusal = TooLong();
            if (refusal is not null) line.Clear();
        }
        while (!lines.EndsLine);
        return true;
    }

    private static ClozeException Wrong(TextFault fault) =>
        new(fault.InLine, fault.IsZero ? TextFault.ZeroHint : "Convert the file to UTF-8, or mend the line.");

    private static ClozeException TooLong() => new(
        FormattableString.Invariant($"longer than {LongestLine} characters."), "Put one text on each line.");
}
