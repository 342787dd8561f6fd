using System.Globalization;
using Cloze.Cli.Hosting;
using Cloze.Inference;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>Predictions for people.</summary>
internal static class FillTable
{
    /// <summary>A table, with a column for the mask where there are several.</summary>
    public static void Write(FillResult result, IAnsiConsole console)
    {
        for (int mask = 0; mask < result.Masks.Count; mask++)
        {
            if (result.Masks.Count > 1) console.MarkupLine($"[bold]mask {mask + 1}[/]");
            Table table = Tables.Create("token", "probability", "sequence");
            foreach (Prediction prediction in result.Masks[mask])
            {
                table.AddRow(
                    Printable.Markup(prediction.Token),
                    Percent(prediction.Probability),
                    Printable.Markup(prediction.Sequence));
            }

            console.Write(table);
        }
    }

    /// <summary>One line: <c>word 12.3 %, word 4.5 %</c>, masks apart by a bar.</summary>
    public static string Line(FillResult result) => string.Join(" | ", result.Masks.Select(mask =>
        string.Join(", ", mask.Select(prediction => $"{prediction.Token} {Percent(prediction.Probability)}"))));

    private static string Percent(double probability) =>
        (100 * probability).ToString("F1", CultureInfo.InvariantCulture) + " %";
}
