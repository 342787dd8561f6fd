using System.Text.Json;

namespace Cloze.Training;

/// <summary>One word of a few: "blank-line" for <c>BlankLine</c>.</summary>
public sealed class ChoiceKind<T> : OptionKind
    where T : struct, Enum
{
    private static readonly string[] _words = [.. Enum.GetValues<T>().Select(value => Word(value))];

    /// <inheritdoc/>
    public override string ValueName { get; } = string.Join('|', _words);

    /// <inheritdoc/>
    public override string Expected { get; } = "one of: " + string.Join(", ", _words);

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words)
    {
        int index = words.Count == 1 ? Array.IndexOf(_words, words[0]) : -1;
        return index < 0 ? null : Enum.GetValues<T>()[index];
    }

    /// <inheritdoc/>
    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Parse([json.GetString()!]) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue(Show(value));

    /// <inheritdoc/>
    public override string Show(object value) => Word(value);

    private static string Word(object value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!);
}
