using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Cloze.Files;

/// <summary>Parses JSON that others wrote, so that whatever it holds can be read and quoted afterwards.</summary>
internal static class UntrustedJson
{
    private static readonly JsonDocumentOptions s_distinct = new() { AllowDuplicateProperties = false };

    /// <summary>Parses one value; a byte order mark before it is skipped.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="allowTwice">Whether an object may have a name twice; the last one then counts.</param>
    /// <exception cref="JsonException">
    /// It is not UTF-8, not JSON, has a name twice, or a name with half a character.
    /// </exception>
    public static JsonElement Parse(ReadOnlySpan<byte> text, bool allowTwice = false)
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        RequireUtf8(text);
        try
        {
            return JsonElement.Parse(text, allowTwice ? default : s_distinct);
        }
        catch (InvalidOperationException error)
        {
            // The runtime compares names, and meets half a surrogate pair.
            throw new JsonException("a name in it has half a character.", error);
        }
    }

    /// <summary>Parses a line, in which Python's NaN and Infinity may stand, and a name may stand twice.</summary>
    /// <exception cref="JsonException">It is not JSON; places are those of the line as it stands.</exception>
    public static JsonElement ParseLine(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        NonFiniteNumbers.Replace(bytes);
        return Parse(bytes, allowTwice: true);
    }

    /// <summary>Whether a value is a string of the file's own, and no NaN or Infinity.</summary>
    public static bool IsText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && NonFiniteNumbers.Original(value.GetRawText()) is null;

    /// <summary>A value as its file has it, for messages.</summary>
    public static string Raw(JsonElement value)
    {
        string raw = value.GetRawText();
        return NonFiniteNumbers.Original(raw) ?? raw;
    }

    // The runtime takes any bytes for a string, and throws when the string is asked for.
    private static void RequireUtf8(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text)) return;
        int line = 0, start = 0;
        while (text[start..].IndexOf((byte)'\n') is >= 0 and int end && Utf8.IsValid(text[start..(start + end)]))
        {
            line++;
            start += end + 1;
        }

        throw new JsonException("it is not UTF-8.", path: null, line, bytePositionInLine: ValidBytes(text[start..]));
    }

    private static int ValidBytes(ReadOnlySpan<byte> text)
    {
        int valid = 0;
        while (Rune.DecodeFromUtf8(text[valid..], out _, out int length) == OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }
}
