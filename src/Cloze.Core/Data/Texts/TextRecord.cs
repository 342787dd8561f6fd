using System.Text.Json;

namespace Cloze.Data;

/// <summary>One text of many, as a line of an input gives it, or why the line gives none.</summary>
public sealed record TextRecord
{
    /// <summary>Its line, from 1; 0 for a text that is of no input.</summary>
    public long Line { get; init; }

    /// <summary>The text; empty where the line is refused.</summary>
    public string Text { get; init; } = "";

    /// <summary>The second text; null where there is none.</summary>
    public string? Pair { get; init; }

    /// <summary>What the line says as its <c>id</c>, a string or a number; null where it says none.</summary>
    public JsonElement? Id { get; init; }

    /// <summary>Why the line gives no text; null for a line that does.</summary>
    public ClozeException? Refusal { get; init; }
}
