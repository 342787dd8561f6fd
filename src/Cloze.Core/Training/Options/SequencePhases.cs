using System.Globalization;

namespace Cloze.Training;

/// <summary>
/// The phases of a run by the length of its sequences, in their order: the original BERT had 90 % at 128 tokens, then
/// 10 % at 512, since short sequences cost less and the positions beyond them are learned quickly (Devlin et al. 2019).
/// </summary>
public sealed record SequencePhases
{
    private readonly SequencePhase[] _phases;

    /// <summary>The phases in their order.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SequencePhases(IEnumerable<SequencePhase> phases)
    {
        _phases = [.. phases];
        if (_phases.Length == 0) throw new ArgumentException("There is no phase.", nameof(phases));
    }

    /// <summary>The phases in their order.</summary>
    public IReadOnlyList<SequencePhase> All => _phases;

    /// <summary>The longest sequence of all phases.</summary>
    public int LongestSequence => _phases.Max(phase => phase.Length);

    /// <summary>The sum of the shares.</summary>
    public double Sum => _phases.Sum(phase => phase.Share);

    /// <summary>Reads what <see cref="ToString"/> writes; null where it is something else.</summary>
    public static SequencePhases? TryParse(string text)
    {
        var phases = new List<SequencePhase>();
        foreach (string part in text.Split(','))
        {
            if (part.Split(':') is not [var length, var share]
                || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int tokens)
                || !double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double of))
            {
                return null;
            }

            phases.Add(new SequencePhase(tokens, of));
        }

        return new SequencePhases(phases);
    }

    /// <summary>The number of the phase that a step belongs to before which a share of the budget is spent.</summary>
    public int At(double spent)
    {
        double end = 0;
        for (int phase = 0; phase < _phases.Length - 1; phase++)
        {
            end += _phases[phase].Share;
            if (spent < end) return phase;
        }

        return _phases.Length - 1;
    }

    /// <inheritdoc/>
    public bool Equals(SequencePhases? other) => other is not null && _phases.AsSpan().SequenceEqual(other._phases);

    /// <inheritdoc/>
    public override int GetHashCode() => _phases.Aggregate(0, HashCode.Combine);

    /// <summary>"128:0.9,512:0.1".</summary>
    public override string ToString() => string.Join(
        ',', _phases.Select(phase => FormattableString.Invariant($"{phase.Length}:{phase.Share}")));
}
