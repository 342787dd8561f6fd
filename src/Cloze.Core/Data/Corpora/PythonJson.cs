using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cloze.Data;

/// <summary>
/// JSON as Python's library writes it: with <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which JSON does not have.
/// No number of a line is of use to a corpus, so each is read as 0.
/// </summary>
internal static partial class PythonJson
{
    /// <summary>Parses a line; places in an error are those of the line as it stands.</summary>
    /// <exception cref="JsonException">The line is no JSON for another reason.</exception>
    public static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException) when (StringOrNoNumber().IsMatch(json))
        {
            return JsonDocument.Parse(StringOrNoNumber().Replace(json, match =>
                match.Value[0] == '"' ? match.Value : "0".PadRight(match.Length)));
        }
    }

    [GeneratedRegex("""
        "(?>[^"\\]+|\\.)*"|NaN|-?Infinity
        """)]
    private static partial Regex StringOrNoNumber();
}
