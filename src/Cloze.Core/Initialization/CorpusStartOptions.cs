namespace Cloze.Initialization;

/// <summary>The settings of a start from the corpus's statistics; the defaults are those that were measured.</summary>
internal sealed record CorpusStartOptions
{
    /// <summary>Key of all random draws.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The Euclidean length of what a word embedding has of content, and of a position's code. Small values are washed
    /// away by a high learning rate; large ones make the untrained model surer than what was counted.
    /// </summary>
    public double Length { get; init; } = 1;

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
        if (!(Length > 0 && double.IsFinite(Length) && double.IsFinite(Gain)))
        {
            throw new ClozeException(
                FormattableString.Invariant(
                    $"Length {Length} and gain {Gain} cannot be; expected finite, length above 0."),
                "1 and 1.2 are the measured ones.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Iterations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Threads);
    }
}
