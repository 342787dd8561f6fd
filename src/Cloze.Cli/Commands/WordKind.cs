using System.Text.Json;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>One of a few words, as itself.</summary>
internal sealed class WordKind(params string[] words) : OptionKind
{
    /// <inheritdoc/>
    public override string ValueName { get; } = string.Join('|', words);

    /// <inheritdoc/>
    public override string Expected { get; } = "one of: " + string.Join(", ", words);

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> given) =>
        given is [{ } word] && words.Contains(word) ? word : null;

    /// <inheritdoc/>
    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Parse([json.GetString()!]) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue((string)value);

    /// <inheritdoc/>
    public override string Show(object value) => (string)value;
}
