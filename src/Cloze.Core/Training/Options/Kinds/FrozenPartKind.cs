using System.Text.Json;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>Which part of a model does not learn: "none", "embeddings" or "layers:6".</summary>
public sealed class FrozenPartKind : OptionKind
{
    /// <inheritdoc/>
    public override string ValueName => "layers:N|embeddings";

    /// <inheritdoc/>
    public override string Expected => "embeddings, or layers:N with N from 1 on";

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words) =>
        words is [var word] ? FrozenPart.TryParse(word) : null;

    /// <inheritdoc/>
    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Parse([json.GetString()!]) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue(Show(value));

    /// <inheritdoc/>
    public override string Show(object value) => ((FrozenPart)value).ToString();
}
