namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>What of the report is to be measured, how often, and where it goes.</summary>
/// <param name="Sections">The sections wanted, in the report's order.</param>
/// <param name="Match">Only tasks with this in their name, or null for all.</param>
/// <param name="Rounds">How often Cloze and each peer run, in turns.</param>
/// <param name="Json">Whether standard output gets JSON lines, in place of markdown.</param>
internal sealed record ReportOptions(
    IReadOnlyList<ISectionMeasurement> Sections, string? Match, int Rounds, bool Json)
{
    private const int DefaultRowMinutes = 10;

    private const string Usage =
        "Usage: report [--only SECTION,...] [--match TASK] [--rounds N] [--row-minutes N] [--json], as in report "
        + "--only training,ragged.";

    private static readonly string[] s_options = ["--only", "--match", "--rounds", "--row-minutes"];
    private static readonly string[] s_flags = ["--json"];

    /// <summary>The sections there are, in the report's order.</summary>
    public static IReadOnlyList<ISectionMeasurement> AllSections { get; } =
    [
        new TrainingSection(ragged: false),
        new TrainingSection(ragged: true),
        new InferenceSection(),
        new GemmSection(),
        new TokenizeSection(),
        new ThreadsSection(),
        new MemorySection(),
        new BreakdownSection(),
        new RunSection(),
    ];

    /// <summary>Runs whatever is measured.</summary>
    public WholeMachine Machine { get; init; } = new();

    /// <summary>How long one row may be repeated; one run that takes longer is stopped.</summary>
    public TimeSpan RowLimit { get; init; } = TimeSpan.FromMinutes(DefaultRowMinutes);

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Takes the lines that say how far the report is: standard error.</summary>
    public Action<string> Say { get; init; } = Console.Error.WriteLine;

    /// <summary>The words for a section that say how often and how long, as given.</summary>
    public string Words => RowLimit.TotalMinutes == DefaultRowMinutes
        ? $"--rounds {Rounds}"
        : FormattableString.Invariant($"--rounds {Rounds} --row-minutes {RowLimit.TotalMinutes}");

    /// <summary>Begins the time of a row.</summary>
    public RowTime StartRow() => RowTime.Start(Clock, RowLimit);

    /// <summary>Whether a task is to be measured; says so on standard error where it is.</summary>
    public bool Wants(string task)
    {
        bool wanted = Match is null || task.Contains(Match, StringComparison.OrdinalIgnoreCase);
        if (wanted) Say($"{task} ...");
        return wanted;
    }

    private static void RequireKnown(string[] words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i];
            bool known = s_flags.Contains(word) || (s_options.Contains(word) && ++i < words.Length);
            if (!known) throw new ClozeException($"The report does not understand '{word}'.", Usage);
        }
    }

    /// <summary>
    /// Reads <c>--only SECTION,SECTION</c>, <c>--match TASK</c>, <c>--rounds N</c>, <c>--row-minutes N</c> and
    /// <c>--json</c>.
    /// </summary>
    /// <exception cref="ClozeException">A section or an option is not known.</exception>
    public static ReportOptions Parse(string[] words)
    {
        RequireKnown(words);
        var arguments = new Arguments(words);
        string[]? only = arguments.Find("--only")?.Split(',');
        string names = string.Join(", ", AllSections.Select(section => section.Name));
        foreach (string name in only ?? [])
        {
            if (AllSections.All(section => section.Name != name))
            {
                throw new ClozeException($"The report has no section '{name}'.", $"Choose among {names}.");
            }
        }

        return new ReportOptions(
            [.. AllSections.Where(section => only is null || only.Contains(section.Name))],
            arguments.Find("--match"),
            Math.Max(1, arguments.Number("--rounds", 2)),
            arguments.Flag("--json"))
        {
            RowLimit = TimeSpan.FromMinutes(Math.Max(1, arguments.Number("--row-minutes", DefaultRowMinutes))),
        };
    }
}
