namespace Cloze.Training;

/// <summary>Which options may differ when a run is resumed, and which decide its bits and may not.</summary>
internal static class ResumeRules
{
    /// <summary>The options to go on with: the run's own, but for those that do not decide its result.</summary>
    /// <param name="asked">What the user gives now.</param>
    /// <param name="stored">What the run was started with, every value decided.</param>
    /// <exception cref="ClozeException">A given option differs from the run's.</exception>
    public static TrainingOptions Merge(TrainingOptions asked, TrainingOptions stored)
    {
        asked = asked.WithFullPaths();
        TrainingOptions merged = stored;
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            if (option.Get(asked) is not { } value) continue;
            if (!option.MayChangeOnResume) RequireSame(option, value, option.Get(stored));
            else if (option.IsKept) merged = option.Set(merged, value);
        }

        return merged;
    }

    private static void RequireSame(TrainingOption option, object now, object? before)
    {
        string show = option.Kind.Show(now);
        if (before is not null && option.Kind.Show(before) == show) return;
        string started = before is null ? $"without `{option.Key}`" : $"with `{option.Key}` {option.Kind.Show(before)}";
        throw new ClozeException(
            $"The run was started {started}, now `{option.Key}` {show} is asked for.",
            $"Leave `{option.Key}` out to resume the run as it is, or start a new one with `force`.");
    }
}
