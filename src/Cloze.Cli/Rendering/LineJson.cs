using System.Text.Json;
using System.Text.Json.Serialization;
using Cloze.Data;

namespace Cloze.Cli.Rendering;

/// <summary>
/// An answer to one text, with its line in the input and the id that stands there; both are left out for a text alone.
/// </summary>
internal abstract record LineJson
{
    [JsonPropertyOrder(-2)]
    public long? Line { get; init; }

    [JsonPropertyOrder(-1)]
    public JsonElement? Id { get; init; }

    /// <summary>The line of a text that is one of many; null for one that stands alone.</summary>
    public static long? LineOf(TextRecord? text) => text is { Line: > 0 } ? text.Line : null;
}
