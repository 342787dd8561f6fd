using System.Text.Json;

namespace Cloze.Training;

/// <summary>Words of any letters, never empty.</summary>
public sealed class TextKind(string valueName, string expected = "a word that is not empty") : OptionKind
{
    /// <summary>A path; what begins with two hyphens is a mistyped option and no path.</summary>
    public static TextKind Path(string valueName) => new(valueName, "a path") { IsPath = true };

    /// <inheritdoc/>
    public override string ValueName => valueName;

    /// <inheritdoc/>
    public override string Expected => expected;

    private bool IsPath { get; init; }

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words) =>
        words is [{ Length: > 0 } word] && !(IsPath && IsNoPath(word)) ? word : null;

    /// <inheritdoc/>
    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Parse([json.GetString()!]) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue((string)value);

    /// <inheritdoc/>
    public override string Show(object value) => (string)value;

    /// <inheritdoc/>
    public override string? Complaint(object value) =>
        Parse([(string)value]) is null ? $"is \"{value}\", expected {Expected}." : null;

    internal static bool IsNoPath(string word) =>
        string.IsNullOrWhiteSpace(word) || word.StartsWith("--", StringComparison.Ordinal);
}
