using System.Globalization;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>
/// Cloze and its peers in one run on one machine: prints each row as it is measured, and writes each section to
/// <c>bench/results/MACHINE</c> when it is complete. Progress goes to standard error.
/// </summary>
internal static class ReportCommand
{
    public static int Run(string[] words)
    {
        try
        {
            Run(ReportOptions.Parse(words));
            return 0;
        }
        catch (ClozeException error)
        {
            Console.Error.WriteLine($"{error.Message} {error.Hint}");
            return 1;
        }
    }

    private static void Run(ReportOptions options)
    {
        MachineName machine = MachineName.Current();
        var contestants = Contestants.Find();
        foreach (string missing in contestants.Missing) options.Say($"not compared: {missing}");
        var folder = new ReportFolder(Repository.Path("bench", "results", machine.Folder));
        IReportOutput output =
            options.Json ? new JsonOutput(Console.Out) : new MarkdownOutput(Console.Out, machine);
        foreach (ISectionMeasurement section in options.Sections)
        {
            if (Measure(section, contestants, options, output) is { } result) folder.Write(result, machine);
        }
    }

    /// <summary>Measures a section and shows each of its rows at once; nothing where no task was wanted.</summary>
    internal static ReportSection? Measure(
        ISectionMeasurement section, Contestants contestants, ReportOptions options, IReportOutput output)
    {
        int repeated = options.Machine.Repeated;
        var rows = new List<ReportRow>();
        ReportSection result = Describe(section.Name, options) with { Notes = [.. section.Notes], Rows = rows };
        foreach (ReportRow row in section.Measure(contestants, options))
        {
            if (rows.Count == 0) output.Begin(result);
            rows.Add(row);
            output.Add(row);
        }

        if (rows.Count == 0 && options.Match is not null) return null;
        if (rows.Count == 0) output.Begin(result);
        string[] missing = [.. contestants.Missing.Select(peer => $"Not compared: {peer}.")];
        result = result with
        {
            Notes = [.. section.Notes, .. missing, .. Repeats(options.Machine.Repeated - repeated)],
        };
        output.End(result);
        return result;
    }

    private static string[] Repeats(int count) => count == 0
        ? []
        : [$"Runs done again since the machine's cores were not all there: {count}."];

    private static ReportSection Describe(string name, ReportOptions options) => new(
        name,
        DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC",
        Repository.Commit(),
        $"Cloze.Benchmarks report --only {name} {options.Words}",
        [],
        []);
}
