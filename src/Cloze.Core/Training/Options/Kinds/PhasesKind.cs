using System.Text.Json;

namespace Cloze.Training;

/// <summary>Lengths of sequences with their shares of the budget: "128:0.9,512:0.1".</summary>
public sealed class PhasesKind : OptionKind
{
    private const int Shortest = 8;
    private const int Longest = 4096;
    private const int Most = 16;

    // Of the sum: shares are written with few digits.
    private const double Tolerance = 1e-6;

    /// <inheritdoc/>
    public override string ValueName => "LENGTH:SHARE,...";

    /// <inheritdoc/>
    public override string Range => "lengths of 8 to 4096, shares that add up to 1";

    /// <inheritdoc/>
    public override string Expected => "lengths with shares of the budget, as in 128:0.9,512:0.1";

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words) =>
        words is [var word] ? SequencePhases.TryParse(word) : null;

    /// <inheritdoc/>
    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Parse([json.GetString()!]) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue(Show(value));

    /// <inheritdoc/>
    public override string Show(object value) => value.ToString()!;

    /// <inheritdoc/>
    public override string? Complaint(object value)
    {
        var phases = (SequencePhases)value;
        if (phases.All.Count > Most) return $"has {phases.All.Count} phases, expected at most {Most}.";
        if (phases.All.Select(Complaint).FirstOrDefault(complaint => complaint is not null) is { } wrong) return wrong;
        return Math.Abs(phases.Sum - 1) <= Tolerance
            ? null
            : FormattableString.Invariant($"has shares that add up to {phases.Sum:0.######}, expected 1.");
    }

    private static string? Complaint(SequencePhase phase)
    {
        if (phase.Length is < Shortest or > Longest)
        {
            return $"has the length {phase.Length}, outside its range: {Shortest} to {Longest}.";
        }

        return phase.Share > 0
            ? null
            : FormattableString.Invariant($"has the share {phase.Share}, expected one above 0.");
    }
}
