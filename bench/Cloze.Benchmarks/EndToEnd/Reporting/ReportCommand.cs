using System.Globalization;
using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>
/// Cloze and its peers in one run on one machine: prints one table and writes it to <c>bench/results/MACHINE</c>.
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
        var contestants = new Contestants();
        foreach (string missing in contestants.Missing) Console.Error.WriteLine($"not compared: {missing}");
        var folder = new ReportFolder(Repository.Path("bench", "results", machine.Folder));
        var measured = new List<ReportSection>();
        foreach (ISectionMeasurement section in options.Sections)
        {
            int repeated = options.Machine.Repeated;
            ReportRow[] rows = [.. section.Measure(contestants, options)];
            if (rows.Length == 0 && options.Match is not null) continue;
            repeated = options.Machine.Repeated - repeated;
            string[] missing = [.. contestants.Missing.Select(peer => $"Not compared: {peer}.")];
            ReportSection result = Describe(section.Name, options) with
            {
                Rows = rows,
                Notes = [.. section.Notes, .. missing, .. Repeats(repeated)],
            };
            folder.Write(result, machine);
            measured.Add(result);
        }

        if (options.Json) Console.WriteLine(JsonSerializer.Serialize(measured, JsonSerializerOptions.Web));
        else Console.Write(ReportMarkdown.Write(measured, machine));
    }

    private static string[] Repeats(int count) => count == 0
        ? []
        : [$"Runs done again since the machine's cores were not all there: {count}."];

    private static ReportSection Describe(string name, ReportOptions options) => new(
        name,
        DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC",
        Repository.Commit(),
        $"Cloze.Benchmarks report --only {name} --rounds {options.Rounds}",
        [],
        []);
}
