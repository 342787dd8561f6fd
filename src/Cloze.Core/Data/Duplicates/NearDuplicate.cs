namespace Cloze.Data;

/// <summary>A document that is nearly the same as one before.</summary>
/// <param name="Number">Its place in the corpus, from 1.</param>
/// <param name="Original">The place of the one before.</param>
/// <param name="Similarity">
/// The share of runs of five words that both have, of all that either has, 0.8 to 1; estimated within about 0.04.
/// </param>
/// <param name="Source">The file it is from.</param>
/// <param name="Beginning">Its first words.</param>
public sealed record NearDuplicate(long Number, long Original, double Similarity, string Source, string Beginning)
{
    /// <summary>What is like what, for people.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"document {Number:N0} is {Similarity:F2} like document {Original:N0}: ")
            + $"\"{Beginning}\"";
}
