using System.Buffers;
using System.Text.Json;

namespace Cloze.Files;

/// <summary>
/// JSON as Python writes it: <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> stand for numbers. Here each is read as a
/// string of that name, so that a field nobody asks for does no harm and one that is asked for is refused by its value.
/// </summary>
internal static class PythonJson
{
    private const byte Quote = (byte)'"';

    /// <summary>Parses a text.</summary>
    /// <exception cref="JsonException">It is no JSON; line and byte, from 0, are those of the text.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            // With a number and spaces in place of each name nothing moves: what is wrong stands where it stood.
            using JsonDocument sound = JsonDocument.Parse(Replace(json.Span, keepPlaces: true));
        }

        return JsonDocument.Parse(Replace(json.Span, keepPlaces: false));
    }

    private static byte[] Replace(ReadOnlySpan<byte> json, bool keepPlaces)
    {
        var result = new ArrayBufferWriter<byte>(json.Length + 64);
        bool inString = false;
        for (int at = 0; at < json.Length;)
        {
            int length = inString ? 0 : NameLength(json[at..]);
            if (length > 0)
            {
                Write(json.Slice(at, length), keepPlaces, result);
                at += length;
                continue;
            }

            length = inString && json[at] == '\\' ? Math.Min(2, json.Length - at) : 1;
            if (json[at] == Quote) inString = !inString;
            result.Write(json.Slice(at, length));
            at += length;
        }

        return result.WrittenSpan.ToArray();
    }

    private static int NameLength(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("NaN"u8)) return 3;
        if (json.StartsWith("Infinity"u8)) return 8;
        return json.StartsWith("-Infinity"u8) ? 9 : 0;
    }

    private static void Write(ReadOnlySpan<byte> name, bool keepPlaces, ArrayBufferWriter<byte> result)
    {
        if (keepPlaces)
        {
            Span<byte> places = result.GetSpan(name.Length)[..name.Length];
            places.Fill((byte)' ');
            places[0] = (byte)'0';
            result.Advance(name.Length);
            return;
        }

        result.Write([Quote, .. name, Quote]);
    }
}
