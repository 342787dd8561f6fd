using System.Text.Json;

namespace Cloze.Training;

/// <summary>One path or several.</summary>
public sealed class PathsKind : OptionKind
{
    /// <inheritdoc/>
    public override string ValueName => "PATH";

    /// <inheritdoc/>
    public override string Expected => "paths of files or folders";

    /// <inheritdoc/>
    public override bool TakesMany => true;

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words) =>
        words.Count > 0 && !words.Any(TextKind.IsNoPath) ? words.ToArray() : null;

    /// <inheritdoc/>
    public override object? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) return null;
        string?[] words = [.. json.EnumerateArray().Select(
            item => item.ValueKind == JsonValueKind.String ? item.GetString() : null)];
        return words.Contains(null) ? null : words;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value)
    {
        writer.WriteStartArray();
        foreach (string path in (IReadOnlyList<string>)value) writer.WriteStringValue(path);
        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    public override string Show(object value) => string.Join(", ", (IReadOnlyList<string>)value);

    /// <inheritdoc/>
    public override string? Complaint(object value)
    {
        var paths = (IReadOnlyList<string>)value;
        if (paths.Count == 0) return "names no path.";
        return paths.FirstOrDefault(TextKind.IsNoPath) is { } path ? $"has \"{path}\", expected {Expected}." : null;
    }
}
