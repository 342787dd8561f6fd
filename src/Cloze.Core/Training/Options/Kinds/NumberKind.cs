using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Cloze.Training;

/// <summary>Numbers of a range, written with a point and without separators of thousands.</summary>
public sealed class NumberKind<T> : OptionKind
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    private readonly T _least;
    private readonly T _most;
    private readonly bool _aboveLeast;

    internal NumberKind(string valueName, T least, T most, bool aboveLeast)
    {
        ValueName = valueName;
        (_least, _most, _aboveLeast) = (least, most, aboveLeast);
    }

    /// <inheritdoc/>
    public override string ValueName { get; }

    /// <inheritdoc/>
    public override string Range => (_aboveLeast, IsEndless) switch
    {
        (true, _) => FormattableString.Invariant($"above {_least}, at most {_most}"),
        (false, true) => FormattableString.Invariant($"{_least} or more"),
        _ => FormattableString.Invariant($"{_least} to {_most}"),
    };

    /// <inheritdoc/>
    public override string Expected =>
        (IsWhole ? "a whole number, " : "a number with a decimal point, ") + Range;

    // The end of 64 bits is no limit that a person meets.
    private bool IsEndless => _most == T.MaxValue && _most > T.CreateSaturating(int.MaxValue);

    private static bool IsWhole => default(T) is not (float or double);

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words)
    {
        NumberStyles style = NumberStyles.AllowLeadingSign
            | (IsWhole ? NumberStyles.None : NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent);
        return words.Count == 1 && T.TryParse(words[0], style, CultureInfo.InvariantCulture, out T value)
            ? value
            : null;
    }

    /// <inheritdoc/>
    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? Parse([json.GetRawText()]) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteRawValue(Show(value));

    /// <inheritdoc/>
    public override string Show(object value) => FormattableString.Invariant($"{(T)value}");

    /// <inheritdoc/>
    public override string? Complaint(object value)
    {
        var number = (T)value;
        bool isEnough = _aboveLeast ? number > _least : number >= _least;
        return isEnough && number <= _most ? null : $"is {Show(value)}, outside its range: {Range}.";
    }
}
