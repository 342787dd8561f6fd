namespace Cloze.Data;

/// <summary>What was left out of a corpus as nearly the same as something before.</summary>
/// <param name="Kept">Documents that stayed.</param>
/// <param name="Dropped">Documents that went.</param>
/// <param name="Examples">Some that went.</param>
public sealed record NearDuplicateReport(long Kept, long Dropped, IReadOnlyList<NearDuplicate> Examples)
{
    /// <summary>What went, for people.</summary>
    public override string ToString()
    {
        if (Dropped == 0) return FormattableString.Invariant($"No near-duplicate among {Kept:N0} documents.");
        double share = 100.0 * Dropped / (Kept + Dropped);
        string went = FormattableString.Invariant(
            $"{Dropped:N0} near-duplicates of {Kept + Dropped:N0} documents left out ({share:F1} %)");
        return Examples is [var first, ..] ? $"{went}; {first}" : went + ".";
    }
}
