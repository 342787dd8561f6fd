using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>
/// Counts texts that are the same as one before, or nearly. Beyond so many distinct ones no more are remembered: what
/// is counted then is the least that there are.
/// </summary>
/// <param name="kind">What they are.</param>
/// <param name="mostRemembered">Distinct texts to compare with.</param>
internal sealed class RepeatCounter(RepeatKind kind, int mostRemembered)
{
    private readonly HashSet<ulong> _seen = [];
    private readonly NearDuplicateIndex _similar = new(mostRemembered);
    private readonly TextSigner _signer = new();
    private readonly ulong[] _signature = new ulong[MinHash.Bands];

    /// <summary>Texts.</summary>
    public long Count { get; private set; }

    /// <summary>Texts that are the same as one before.</summary>
    public long Same { get; private set; }

    /// <summary>Texts that are nearly the same as one before.</summary>
    public long Similar { get; private set; }

    /// <summary>Distinct texts.</summary>
    public long Distinct => Count - Same;

    /// <summary>Some that are the same.</summary>
    public Examples SameExamples { get; } = new();

    /// <summary>Some that are nearly the same.</summary>
    public Examples SimilarExamples { get; } = new();

    /// <summary>Counts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands, for the examples.</param>
    public void Add(string text, Func<string> place)
    {
        Count++;
        ulong hash = Shingles.HashOf(text.AsSpan().Trim());
        bool isNew = _seen.Count < mostRemembered ? _seen.Add(hash) : !_seen.Contains(hash);
        if (!isNew)
        {
            Same++;
            SameExamples.Add(text, place());
            return;
        }

        _signer.Sign(text, _signature);
        if (_similar.Find(_signature) is { } found)
        {
            Similar++;
            SimilarExamples.Add(
                text, FormattableString.Invariant($"{place()}, {found.Similarity:F2} like number {found.Number}"));
            return;
        }

        _similar.Add(_signature, Count);
    }

    /// <summary>What was found: those that are the same, and those that are nearly.</summary>
    public IEnumerable<Finding> Find()
    {
        if (IsWorth(Same)) yield return Finding("duplicate", Same, "are the same as", SameExamples);
        if (!IsWorth(Similar)) yield break;
        yield return Finding("near-duplicate", Similar, "are nearly the same as", SimilarExamples);
    }

    private bool IsWorth(long count) => count >= kind.Fewest && count >= kind.Worth * Count;

    private Finding Finding(string id, long count, string how, Examples examples)
    {
        double share = (double)count / Count;
        return new Finding
        {
            Id = $"{id}-{kind.Id}",
            Severity = share >= kind.Bad ? Severity.Warning : Severity.Note,
            Count = count,
            Message = FormattableString.Invariant(
                $"{count:N0} of {Count:N0} {kind.Name} ({share:P1}) {how} one before."),
            Examples = examples.Texts,
            Advice = kind.Advice,
        };
    }
}
