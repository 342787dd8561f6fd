namespace Cloze.Training;

/// <summary>How long a run trains: by the clock, by steps or by tokens; exactly one is set.</summary>
public sealed record Budget
{
    /// <summary>Minutes of training; preparing, evaluating and saving are not counted.</summary>
    public double? Minutes { get; init; }

    /// <summary>Optimizer steps.</summary>
    public int? Steps { get; init; }

    /// <summary>Tokens read, special tokens included.</summary>
    public long? Tokens { get; init; }

    /// <summary>
    /// The share of the budget that is spent at the middle of a coming step, in [0, 1]. By the clock it is what was
    /// spent before the step, so only budgets in steps or tokens give the same schedule twice.
    /// </summary>
    /// <param name="position">Where the run stands before the step.</param>
    /// <param name="batchTokens">Tokens of the coming step.</param>
    public double Progress(RunPosition position, int batchTokens)
    {
        double share = this switch
        {
            { Steps: int steps } => (position.Step + 0.5) / steps,
            { Tokens: long tokens } => (position.Tokens + (0.5 * batchTokens)) / tokens,
            _ => position.Seconds / (60 * Minutes!.Value),
        };
        return Math.Min(share, 1);
    }

    /// <summary>Whether nothing of the budget is left.</summary>
    public bool IsSpent(RunPosition position) => this switch
    {
        { Steps: int steps } => position.Step >= steps,
        { Tokens: long tokens } => position.Tokens >= tokens,
        _ => position.Seconds >= 60 * Minutes!.Value,
    };
}
