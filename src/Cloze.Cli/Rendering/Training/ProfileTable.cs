using System.Globalization;
using Cloze.Compute;
using Spectre.Console;

namespace Cloze.Cli.Rendering.Training;

/// <summary>The time of each operation and phase of a training run.</summary>
internal static class ProfileTable
{
    public static void Write(IReadOnlyList<OperationProfile> profile, IAnsiConsole console)
    {
        double total = profile.Sum(operation => operation.Seconds);
        Table table = Tables.Create("what", "name", "calls", "seconds", "share", "GFLOP/s");
        foreach (IGrouping<ProfilePhase, OperationProfile> phase in profile.GroupBy(operation => operation.Phase))
        {
            AddRow(table, $"[bold]{phase.Key}[/]", "", phase.Sum(operation => operation.Seconds), total, phase);
            foreach (OperationProfile operation in phase.OrderByDescending(operation => operation.Seconds))
            {
                AddRow(table, "", operation.Operation, operation.Seconds, total, [operation]);
            }
        }

        console.Write(table);
    }

    private static void AddRow(
        Table table, string phase, string name, double seconds, double total, IEnumerable<OperationProfile> operations)
    {
        double flops = operations.Sum(operation => operation.Flops);
        table.AddRow(
            phase,
            name,
            operations.Sum(operation => operation.Calls).ToString("N0", CultureInfo.InvariantCulture),
            seconds.ToString("F2", CultureInfo.InvariantCulture),
            (100 * seconds / total).ToString("F1", CultureInfo.InvariantCulture) + " %",
            flops > 0 ? (flops / seconds / 1e9).ToString("F1", CultureInfo.InvariantCulture) : "");
    }
}
