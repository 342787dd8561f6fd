using System.Text.Json;

namespace Cloze.Training;

/// <summary>One word of a few: "blank-line" for <c>BlankLine</c>, or a word that the field has for it.</summary>
public sealed class ChoiceKind<T> : OptionKind
    where T : struct, Enum
{
    private readonly T[] _values;
    private readonly string[] _words;

    /// <param name="words">The words of the values, in their order; none are made of the values' names.</param>
    /// <exception cref="ArgumentException">There is not one word a value.</exception>
    public ChoiceKind(params string[] words)
        : this(Enum.GetValues<T>(), words)
    {
    }

    /// <param name="values">The values that may be chosen.</param>
    /// <param name="words">Their words, in their order; none are made of the values' names.</param>
    /// <exception cref="ArgumentException">There is not one word a value.</exception>
    public ChoiceKind(T[] values, params string[] words)
    {
        _values = values;
        _words = words.Length > 0
            ? words
            : [.. values.Select(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()))];
        if (_words.Length != values.Length) throw new ArgumentException("One word a value.", nameof(words));
        ValueName = string.Join('|', _words);
        Expected = "one of: " + string.Join(", ", _words);
    }

    /// <inheritdoc/>
    public override string ValueName { get; }

    /// <inheritdoc/>
    public override string Expected { get; }

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words)
    {
        int index = words.Count == 1 ? Array.IndexOf(_words, words[0]) : -1;
        return index < 0 ? null : _values[index];
    }

    /// <inheritdoc/>
    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Parse([json.GetString()!]) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue(Show(value));

    /// <inheritdoc/>
    public override string Show(object value) => _words[Array.IndexOf(_values, (T)value)];
}
