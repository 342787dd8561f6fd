namespace Cloze.Training;

/// <summary>A resumed run that is to become longer than it was started for.</summary>
internal static class BudgetExtension
{
    private static readonly TrainingOption[] _measures =
        [.. new[] { "minutes", "steps", "tokens", "epochs" }.Select(TrainingOptionTable.Of)];

    /// <summary>Whether an option is a budget.</summary>
    public static bool IsBudget(TrainingOption option) => _measures.Contains(option);

    /// <summary>The run's options with the budget that is asked for now, where it is a larger one.</summary>
    /// <param name="asked">What the user gives now.</param>
    /// <param name="state">The run as it stands.</param>
    /// <exception cref="ClozeException">The budget is less than the run's, or spent already.</exception>
    public static TrainingOptions Apply(TrainingOptions asked, CheckpointState state)
    {
        TrainingOptions stored = state.Options;
        TrainingOption? measure = _measures.FirstOrDefault(option => option.Get(asked) is not null);
        if (measure is null) return stored;
        if (measure.Get(stored) is { } before) RequireMore(measure, (IComparable)measure.Get(asked)!, before);
        else if (state.IsSpent(asked.Budget)) throw Spent(measure, asked, state);
        return stored.WithBudget(asked.Budget);
    }

    /// <summary>What to say of a run that has a budget other than before; null where it has the same.</summary>
    public static string? Describe(EffectiveOptions now, CheckpointState before)
    {
        if (now.Budget == before.Options.Budget) return null;
        double spent = now.Budget.Over(before.Corpus.TrainingTokens).Spent(before.Position);
        float rate = Schedule.Of(now.Recipe).RateAt(spent);
        return FormattableString.Invariant(
            $"The run of {Show(before.Options)} goes on to {Show(now.Options)}: from here the learning rate is that ")
            + FormattableString.Invariant($"of a run of this length from the start, now {rate:G3}.");
    }

    /// <summary>What to say of a run that has nothing left to do.</summary>
    public static string Finished(TrainingOptions options)
    {
        string key = Measure(options).Key;
        return $"The run is finished: it has trained for {Show(options)}. A larger `{key}` goes on from here.";
    }

    private static TrainingOption Measure(TrainingOptions options) =>
        _measures.First(option => option.Get(options) is not null);

    private static string Show(TrainingOptions options) =>
        $"`{Measure(options).Key}` {Measure(options).Kind.Show(Measure(options).Get(options)!)}";

    private static void RequireMore(TrainingOption measure, IComparable now, object before)
    {
        if (now.CompareTo(before) >= 0) return;
        string most = measure.Kind.Show(before), less = measure.Kind.Show(now);
        throw new ClozeException(
            $"The run was started with `{measure.Key}` {most}, now `{measure.Key}` {less} is asked for.",
            $"A run can become longer, not shorter: ask for more than {most}, or leave `{measure.Key}` out.");
    }

    private static ClozeException Spent(TrainingOption measure, TrainingOptions asked, CheckpointState state)
    {
        RunPosition position = state.Position;
        string done = measure.Key switch
        {
            "minutes" => FormattableString.Invariant($"{position.Seconds / 60:0.##} minutes"),
            "steps" => FormattableString.Invariant($"{position.Step} steps"),
            "tokens" => FormattableString.Invariant($"{position.Tokens} tokens"),
            _ => FormattableString.Invariant($"{(double)position.Tokens / state.Corpus.TrainingTokens:0.##} epochs"),
        };
        return new ClozeException(
            $"The run has trained for {done} already, and {Show(asked)} is asked for.",
            $"It counts from the run's start: ask for more than that, or leave `{measure.Key}` out.");
    }
}
