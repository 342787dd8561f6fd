namespace Cloze.Training;

/// <summary>Which options may differ when a run is resumed, and which decide its bits and may not.</summary>
internal static class ResumeRules
{
    /// <summary>
    /// The options to go on with: the run's own, but for those that do not decide its result, and a larger budget.
    /// </summary>
    /// <param name="asked">What the user gives now.</param>
    /// <param name="state">The run as it stands: what it was started with, every value decided.</param>
    /// <exception cref="ClozeException">
    /// A given option differs from the run's, or the budget is less than the run's or spent already.
    /// </exception>
    public static TrainingOptions Merge(TrainingOptions asked, CheckpointState state)
    {
        asked = asked.WithFullPaths();
        state = state with { Options = AsThen(state.Options) };
        TrainingOptions stored = state.Options;
        TrainingOptions merged = BudgetExtension.Apply(asked, state);
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            if (option.Get(asked) is not { } value || BudgetExtension.IsBudget(option)) continue;
            if (!option.MayChangeOnResume) RequireSame(option, value, Held(option, stored));
            else if (option.IsKept) merged = option.Set(merged, value);
        }

        return merged;
    }

    /// <summary>
    /// The value that the run has: an option that is younger than the run's record had its default then.
    /// </summary>
    private static object? Held(TrainingOption option, TrainingOptions stored) =>
        option.Get(stored)
            ?? option.Decide(
                stored, Recipe.For(stored.Preset ?? Preset.Tiny).For(stored.Optimizer ?? OptimizerKind.Adamw));

    /// <summary>
    /// What a record says by leaving it out: one that is older than an option is older than what presets set for it.
    /// </summary>
    private static TrainingOptions AsThen(TrainingOptions stored)
    {
        stored = stored with
        {
            Schedule = stored.Schedule ?? ScheduleKind.Linear,
            SampledPieces = stored.SampledPieces ?? 0,
        };
        return stored.Beta2 is null && stored.Beta2HalfLife is null
            ? stored with { Beta2 = new Recipe().For(stored.Optimizer ?? OptimizerKind.Adamw).Beta2 }
            : stored;
    }

    private static void RequireSame(TrainingOption option, object now, object? before)
    {
        string show = option.Kind.Show(now);
        bool isNothing = now is false && before is null;
        if (isNothing || (before is not null && option.Kind.Show(before) == show)) return;
        string started = before is null ? $"without `{option.Key}`" : $"with `{option.Key}` {option.Kind.Show(before)}";
        throw new ClozeException(
            $"The run was started {started}, now `{option.Key}` {show} is asked for.",
            $"Leave `{option.Key}` out to resume the run as it is, or start a new one in another folder as `output`.");
    }
}
