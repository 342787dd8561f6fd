namespace Cloze.Training;

/// <summary>How long a run trains: by the clock, by steps, by tokens or by epochs; exactly one is set.</summary>
public sealed record Budget
{
    private const double FirstShare = 0.001;

    /// <summary>Minutes of training; preparing, evaluating and saving are not counted.</summary>
    public double? Minutes { get; init; }

    /// <summary>Optimizer steps.</summary>
    public int? Steps { get; init; }

    /// <summary>Tokens read, special tokens included.</summary>
    public long? Tokens { get; init; }

    /// <summary>Passes over the corpus: counted in tokens, see <see cref="Over"/>.</summary>
    public double? Epochs { get; init; }

    // Tokens of the budget in epochs, where the corpus is known.
    private long? EpochTokens { get; init; }

    private long? MostTokens => Tokens ?? EpochTokens;

    /// <summary>The same over a corpus; only a budget in epochs depends on it.</summary>
    /// <param name="tokens">Tokens of a pass, special tokens included.</param>
    public Budget Over(long tokens) => Epochs is { } epochs
        ? this with { EpochTokens = Math.Max(1, (long)Math.Round(epochs * tokens)) }
        : this;

    /// <summary>The share of the budget that is spent, in [0, 1].</summary>
    /// <exception cref="InvalidOperationException">It is in epochs of a corpus that is not known.</exception>
    public double Spent(RunPosition position) => Share(position.Step, position.Tokens, position.Seconds);

    /// <summary>Whether nothing of the budget is left.</summary>
    /// <inheritdoc cref="Spent" path="/exception"/>
    public bool IsSpent(RunPosition position) => Spent(position) >= 1;

    /// <summary>
    /// The share of the budget that is spent at the middle of a coming step, in [0, 1]. By the clock it is what was
    /// spent before the step, so only the other budgets give the same schedule twice; before the first, which
    /// would learn nothing at a rate of 0, a thousandth of the budget stands for it.
    /// </summary>
    /// <param name="position">Where the run stands before the step.</param>
    /// <param name="batchTokens">Tokens of the coming step.</param>
    /// <inheritdoc cref="Spent" path="/exception"/>
    public double Progress(RunPosition position, int batchTokens) =>
        Share(
            position.Step + 0.5,
            position.Tokens + (0.5 * batchTokens),
            position.Step > 0 ? position.Seconds : 60 * (Minutes ?? 0) * FirstShare);

    /// <summary>How long what is left of the budget takes at a speed.</summary>
    internal double SecondsLeft(RunPosition position, double tokensPerSecond) => this switch
    {
        { Steps: int most } => (most - position.Step) * ((double)position.Tokens / position.Step) / tokensPerSecond,
        { MostTokens: long most } => Math.Max(0, most - position.Tokens) / tokensPerSecond,
        _ => Math.Max(0, (60 * Minutes!.Value) - position.Seconds),
    };

    private double Share(double step, double tokens, double seconds) => Math.Min(1, this switch
    {
        { Steps: int most } => step / most,
        { MostTokens: long most } => tokens / most,
        { Minutes: double most } => seconds / (60 * most),
        _ => throw new InvalidOperationException("A budget in epochs needs the tokens of its corpus first."),
    });
}
