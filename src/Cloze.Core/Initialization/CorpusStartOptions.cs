namespace Cloze.Initialization;

/// <summary>The settings of a start from the corpus's statistics; the defaults are those that were measured.</summary>
internal sealed record CorpusStartOptions
{
    /// <summary>Key of all random draws.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Sigma, the standard deviation of the word embeddings' content dimensions and of the position code. Small values
    /// are washed away by a high learning rate.
    /// </summary>
    public double Deviation { get; init; } = 0.1;

    /// <summary>
    /// By how much query and key of the first layer enlarge the position code: the larger, the more sharply a head
    /// looks at its neighbour.
    /// </summary>
    public double Gain { get; init; } = 1.2;

    /// <summary>
    /// Rounds of the subspace iteration, two products with the matrix each: the more, the nearer to the exact factors.
    /// </summary>
    public int Iterations { get; init; } = 10;

    /// <summary>Threads of the factorisation; the weights are the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <exception cref="ClozeException">A value is outside its range.</exception>
    internal void Validate()
    {
        if (!(Deviation > 0 && double.IsFinite(Deviation) && double.IsFinite(Gain)))
        {
            throw new ClozeException(
                FormattableString.Invariant(
                    $"Deviation {Deviation} and gain {Gain} cannot be; expected finite, deviation above 0."),
                "0.1 and 1.2 are the measured ones.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Iterations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Threads);
    }
}
