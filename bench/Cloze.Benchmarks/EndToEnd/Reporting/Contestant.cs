using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>One engine's way to do a task: a program that prints its figures as JSON lines.</summary>
/// <param name="Name">Who it is: "libtorch".</param>
/// <param name="Run">Runs it once, in a process of its own.</param>
internal sealed record Contestant(string Name, Func<IReadOnlyList<JsonElement>> Run)
{
    /// <summary>
    /// Runs the contestants in turns, so that a change of the machine's speed meets all of them; a run without the
    /// whole machine is done again. One that fails is left out, with a line on standard error.
    /// </summary>
    /// <returns>For each contestant the lines of each of its runs; none for one that failed.</returns>
    public static IReadOnlyList<JsonElement>[][] Alternate(
        ReportOptions options, IReadOnlyList<Contestant> contestants)
    {
        var runs = contestants.Select(_ => new List<IReadOnlyList<JsonElement>>()).ToArray();
        var failed = new HashSet<int>();
        for (int round = 0; round < options.Rounds; round++)
        {
            for (int i = 0; i < contestants.Count; i++)
            {
                if (failed.Contains(i)) continue;
                try
                {
                    runs[i].Add(options.Machine.Run(contestants[i].Name, contestants[i].Run));
                }
                catch (ClozeException error) when (i > 0)
                {
                    Console.Error.WriteLine($"{contestants[i].Name} is left out. {error.Message}");
                    runs[i].Clear();
                    failed.Add(i);
                }
            }
        }

        return [.. runs.Select(lines => lines.ToArray())];
    }

    /// <summary>The median over the runs of a figure on the only or the given line, or null without runs.</summary>
    public static double? Median(
        IReadOnlyList<JsonElement>[] runs, Func<JsonElement, double> figure, Func<JsonElement, bool>? line = null)
    {
        if (runs.Length == 0) return null;
        double[] values = [.. runs.Select(lines => figure(line is null ? lines[0] : lines.First(line))).Order()];
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
