using System.Text.Json;
using Cloze.Masking;

namespace Cloze.Training;

/// <summary>A mask rate, or two with an arrow between: a number or a string in JSON.</summary>
public sealed class MaskRateKind : OptionKind
{
    private readonly NumberKind<float> _rates;

    internal MaskRateKind(float least, float most) => _rates = NumberKinds.Between(least, most, "RATE");

    /// <inheritdoc/>
    public override string ValueName => "RATE";

    /// <inheritdoc/>
    public override string? Range => _rates.Range;

    /// <inheritdoc/>
    public override string Expected =>
        $"{_rates.Expected}, or two such with -> between and quotes round them, as in \"0.3->0.15\"";

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words) => words is [var word] ? MaskRate.TryParse(word) : null;

    /// <inheritdoc/>
    public override object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => Parse([json.GetRawText()]),
        JsonValueKind.String => Parse([json.GetString()!]),
        _ => null,
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value)
    {
        if (((MaskRate)value).IsConstant) writer.WriteRawValue(Show(value));
        else writer.WriteStringValue(Show(value));
    }

    /// <inheritdoc/>
    public override string Show(object value) => ((MaskRate)value).ToString();

    /// <inheritdoc/>
    public override string? Complaint(object value)
    {
        var rate = (MaskRate)value;
        bool isFine = _rates.Complaint(rate.First) is null && _rates.Complaint(rate.Last) is null;
        return isFine ? null : $"is {Show(value)}, outside its range: {Range}.";
    }
}
