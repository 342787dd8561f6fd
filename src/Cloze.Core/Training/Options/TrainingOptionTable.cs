namespace Cloze.Training;

/// <summary>
/// Every option of a training run, said once: a new one is a property of <see cref="TrainingOptions"/> and a row here.
/// </summary>
public static class TrainingOptionTable
{
    /// <summary>Which text is read and how it is cut into documents; measuring has these options, too.</summary>
    public static IReadOnlyList<TrainingOption> Corpus { get; } = CorpusOptionRows.Reading;

    /// <summary>All options, in the order of the help.</summary>
    public static IReadOnlyList<TrainingOption> All { get; } =
    [
        .. CorpusOptionRows.Reading, .. CorpusOptionRows.Cleaning, .. CorpusOptionRows.Splitting,
        .. CorpusOptionRows.Pairing, .. ModelOptionRows.All, .. RecipeOptionRows.All, .. OptimizerOptionRows.Rule,
        .. OptimizerOptionRows.Course, .. RunOptionRows.All,
    ];

    /// <summary>The option of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static TrainingOption Of(string key) => TryFind(key)
        ?? throw new KeyNotFoundException($"There is no option {key}.");

    /// <summary>The option of a key; null where there is none.</summary>
    public static TrainingOption? TryFind(string key) => All.FirstOrDefault(option => option.Key == key);

    /// <summary>The option that a mistyped name was meant to be; null where none is near.</summary>
    internal static TrainingOption? TryGuess(string name)
    {
        string flag = name.TrimStart('-').Replace('_', '-');
        return All.FirstOrDefault(option => option.Flag == flag || option.Key.Replace('_', '-') == flag)
            ?? (Spelling.Nearest(name, All.Select(option => option.Key)) is { } key ? Of(key) : null);
    }
}
