using System.Globalization;

namespace Cloze.Files;

/// <summary>A byte that is no text, and where it stands.</summary>
/// <param name="Form">How the text is stored.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Offset">How many bytes stand before it, where the text is UTF-8.</param>
/// <param name="Found">The byte.</param>
internal readonly record struct TextFault(TextForm Form, long Line, long Offset, byte Found)
{
    /// <summary>What to do where a byte is zero.</summary>
    public const string ZeroHint = "It is a binary file, or UTF-16 without a byte order mark: save it as UTF-8.";

    /// <summary>Whether it is a zero, which files of text do not have.</summary>
    public bool IsZero => Found == 0;

    /// <summary>What is wrong with its line, as a sentence.</summary>
    public string InLine => (IsZero, IsMarked) switch
    {
        (true, false) => $"the byte at offset {Show(Offset)} is zero, which is no text.",
        (false, false) =>
            $"the byte at offset {Show(Offset)} is 0x{Found:X2} where a character should be: this is not UTF-8.",
        (true, true) => "a character of it is zero, which is no text.",
        _ => $"it has half a character, which is no {Form.Name}.",
    };

    /// <summary>The error of a file that is text throughout or not at all.</summary>
    public ClozeException ToException(string source) => IsZero
        ? new ClozeException($"{source} is no text: {Place}, has a zero byte.", ZeroHint)
        : new ClozeException(
            IsMarked
                ? $"{source} is not {Form.Name}, as its byte order mark says: {Place}, has half a character."
                : $"{source} is not UTF-8: {Place}, has the byte 0x{Found:X2} where a character should be.",
            "Convert the file to UTF-8, or give `replace_invalid` to read what is no character as U+FFFD.");

    private bool IsMarked => Form != TextForm.Utf8;

    private string Place => IsMarked ? $"line {Show(Line)}" : $"line {Show(Line)}, byte offset {Show(Offset)}";

    private static string Show(long value) => value.ToString(CultureInfo.InvariantCulture);
}
