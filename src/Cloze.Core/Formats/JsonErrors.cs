using System.Globalization;
using System.Text.Json;

namespace Cloze.Formats;

/// <summary>Says what is wrong with JSON, and where, as editors count.</summary>
internal static class JsonErrors
{
    /// <summary>
    /// What the parser says, behind the place: lines and bytes from 1, where the parser itself counts from 0.
    /// </summary>
    public static string Describe(JsonException error)
    {
        string finding = error.Message;
        foreach (string end in (string[])[" Path: ", " LineNumber: "])
        {
            int place = finding.IndexOf(end, StringComparison.Ordinal);
            if (place >= 0) finding = finding[..place];
        }

        return error is { LineNumber: { } line, BytePositionInLine: { } position }
            ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, byte {position + 1}: {finding}")
            : finding;
    }
}
