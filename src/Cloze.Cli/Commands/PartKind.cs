using System.Globalization;
using System.Text.Json;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>A part of so many: <c>2/8</c>.</summary>
internal sealed class PartKind : OptionKind
{
    /// <inheritdoc/>
    public override string ValueName => "I/N";

    /// <inheritdoc/>
    public override string Expected => "a part of so many, such as 2/8";

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words)
    {
        if (words is not [{ } word] || word.Split('/') is not [{ } part, { } parts]) return null;
        return Number(part) is { } index && Number(parts) is { } count && index >= 1 && index <= count
            ? new PartOfParts(index, count)
            : null;
    }

    /// <inheritdoc/>
    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Parse([json.GetString()!]) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue(Show(value));

    /// <inheritdoc/>
    public override string Show(object value) => ((PartOfParts)value).ToString();

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
