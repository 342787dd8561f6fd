namespace Cloze.Training;

/// <summary>
/// Checks <see cref="TrainingOptions"/>: each value by its row of the table, and which exclude each other.
/// </summary>
internal static class TrainingOptionsRules
{
    public const int MostBatchTokens = 1 << 20;

    /// <exception cref="ClozeException">A value is outside its range, or two exclude each other.</exception>
    public static void Check(TrainingOptions options)
    {
        foreach (TrainingOption option in TrainingOptionTable.All) CheckTogether(option, options);
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            if (option.Complaint(options) is { } complaint) throw Refuse(option, complaint);
        }

        if (options.BatchTokens < options.SequenceLength)
        {
            throw Refuse(
                TrainingOptionTable.Of("batch_tokens"),
                FormattableString.Invariant(
                    $"is {options.BatchTokens}, outside its range: {options.SequenceLength} to {MostBatchTokens}."));
        }
    }

    private static void CheckTogether(TrainingOption option, TrainingOptions options)
    {
        if (!option.Asks(options)) return;
        foreach (string key in option.Excludes)
        {
            if (!TrainingOptionTable.Of(key).Asks(options)) continue;
            throw new ClozeException(
                $"`{option.Key}` and `{key}` exclude each other.", $"Leave `{option.Key}` or `{key}` out.");
        }
    }

    private static ClozeException Refuse(TrainingOption option, string complaint) => new(
        $"`{option.Key}` {complaint}",
        $"Give `{option.Key}` {option.Kind.Expected}, or leave it out.");
}
