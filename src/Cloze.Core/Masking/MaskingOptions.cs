namespace Cloze.Masking;

/// <summary>Which share of the ordinary tokens is to be predicted, and what stands in their place.</summary>
internal sealed record MaskingOptions
{
    /// <summary>What is hidden together.</summary>
    public MaskingStrategy Strategy { get; init; }

    /// <summary>
    /// Whether the masks of a sequence do not come again from epoch to epoch until all its tokens have been asked for,
    /// see <see cref="MaskSets"/>.
    /// </summary>
    public bool Disjoint { get; init; }

    /// <summary>
    /// The share of a sequence's ordinary tokens to be predicted, above 0 and at most 1; the highest where it changes.
    /// </summary>
    public double MaskRate { get; init; } = 0.15;

    /// <summary>Of these, the share that becomes [MASK]. What neither share takes stays as it is.</summary>
    public double MaskShare { get; init; } = 0.8;

    /// <summary>Of these, the share that becomes a random ordinary piece.</summary>
    public double RandomShare { get; init; } = 0.1;

    /// <exception cref="ClozeException">A share is outside its range.</exception>
    internal void Validate()
    {
        if (!(MaskRate > 0 && MaskRate <= 1))
        {
            throw new ClozeException(
                FormattableString.Invariant($"The mask rate is {MaskRate}; expected above 0 and at most 1."),
                "0.15 is usual; 0.3 trains small models faster.");
        }

        if (!(MaskShare >= 0 && RandomShare >= 0 && MaskShare + RandomShare <= 1 + 1e-9))
        {
            throw new ClozeException(
                FormattableString.Invariant(
                    $"The shares masked ({MaskShare}) and replaced ({RandomShare}) and their sum must be in [0, 1]."),
                "0.8 and 0.1 are usual.");
        }
    }
}
