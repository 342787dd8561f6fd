using System.Text;
using System.Text.Json;

namespace Cloze.Fuzz;

/// <summary>Changes a JSON text by its values: it mostly stays JSON, and says something else.</summary>
internal static class JsonMutator
{
    private static readonly byte[][] s_oddValues =
    [
        .. new[]
        {
            "0", "1", "-1", "2", "0.5", "-0.0", "1e3", "1e400", "-1e400", "1e-400", "127", "128", "255", "65536",
            "2147483647", "2147483648", "-2147483648", "4294967296", "4611686018427387904", "9223372036854775807",
            "9223372036854775808", "18446744073709551616", "1e30", "null", "true", "false", "\"\"", "\" \"", "\"a\"",
            "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u001b[2J\"", "\"a\\nb\"", "\"/\"", "\"..\"",
            "\"../x\"", "\"con\"", "\"NaN\"", "\"\u00e9\ud83d\ude00\u4f60\"", "\"##a\"", "\"[MASK]\"", "[]", "{}",
            "[[]]", "{\"\":0}", "[1,2]", "[null]", "{\"a\":{\"a\":{}}}", "NaN", "Infinity", "'a'", "0x10", "01",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Some changes to a text; null where it is no JSON.</summary>
    public static byte[]? TryMutate(byte[] json, Draw draw)
    {
        byte[] text = json;
        for (int change = draw.Few(4); change > 0; change--)
        {
            if (Values(text) is not { Count: > 0 } values) return ReferenceEquals(text, json) ? null : text;
            text = Change(text, values, draw);
        }

        return text;
    }

    private static byte[] Change(byte[] text, List<Part> values, Draw draw)
    {
        Part at = draw.Of(values);
        switch (draw.Below(10))
        {
            case 0 when at.NameStart >= 0: return Twice(text, at);
            case 1: return Without(text, at);
            case 2: return Replace(text, at, [(byte)'[', .. Copy(text, at), (byte)']']);
            case 3: return Replace(text, at, Copy(text, draw.Of(values)));
            case 4: return Replace(text, at, Deep(draw));
            case 5: return Replace(text, at, Long(draw));
            case 6 when at.NameStart >= 0: return Renamed(text, at, draw);
            default: return Replace(text, at, draw.Of(s_oddValues));
        }
    }

    private static byte[] Deep(Draw draw)
    {
        int depth = draw.Of([10, 63, 64, 65, 1000, 20_000]);
        return [.. Enumerable.Repeat((byte)'[', depth), .. Enumerable.Repeat((byte)']', depth)];
    }

    private static byte[] Long(Draw draw) =>
        [(byte)'"', .. Enumerable.Repeat(draw.Of("a 0#\u007f"u8.ToArray()), draw.Of([100, 255, 5000])), (byte)'"'];

    private static byte[] Twice(byte[] text, Part at) =>
        [.. text[..at.End], (byte)',', .. text[at.NameStart..at.End], .. text[at.End..]];

    private static byte[] Renamed(byte[] text, Part at, Draw draw) =>
        [.. text[..at.NameStart], .. draw.Of(s_oddValues), (byte)':', .. text[at.Start..]];

    // With the comma before it, or else the one after.
    private static byte[] Without(byte[] text, Part at)
    {
        int start = at.NameStart >= 0 ? at.NameStart : at.Start, end = at.End;
        while (start > 0 && text[start - 1] is (byte)' ' or (byte)'\n') start--;
        if (start > 0 && text[start - 1] == ',') start--;
        else if (end < text.Length && text[end] == ',') end++;
        return [.. text[..start], .. text[end..]];
    }

    private static byte[] Replace(byte[] text, Part at, ReadOnlySpan<byte> value) =>
        [.. text[..at.Start], .. value, .. text[at.End..]];

    private static byte[] Copy(byte[] text, Part at) => text[at.Start..at.End];

    private static List<Part>? Values(byte[] text)
    {
        var values = new List<Part>();
        var open = new Stack<(int NameStart, int Start)>();
        int name = -1;
        var reader = new Utf8JsonReader(text);
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex, end = (int)reader.BytesConsumed;
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = start;
                    continue;
                }

                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) open.Push((name, start));
                else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    (int nameStart, int valueStart) = open.Pop();
                    values.Add(new Part(nameStart, valueStart, end));
                }
                else values.Add(new Part(name, start, end));
                name = -1;
            }

            return values;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A value's place in the text, and that of its name in an object, else -1.</summary>
    private readonly record struct Part(int NameStart, int Start, int End);
}
