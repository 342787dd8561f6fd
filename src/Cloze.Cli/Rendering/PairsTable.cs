using Cloze.Evaluation;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>Minimal pairs for people: a row a paradigm, and the mean of all.</summary>
internal static class PairsTable
{
    private const int PercentWidth = 11;
    private const string Alone = "accuracy", WithinWord = "within word";

    public static void Write(PairEvaluationResult result, IAnsiConsole console)
    {
        Table table = Tables.Create("what", Alone, WithinWord);
        int room = Tables.Room(console, Alone.Length, PercentWidth);
        foreach (ParadigmResult paradigm in result.Paradigms)
        {
            table.AddRow(
                Markup.Escape(SentenceWindow.Beginning(paradigm.Paradigm, room)),
                Numbers.Percent(paradigm.Accuracy),
                Numbers.Percent(paradigm.WithinWordAccuracy));
        }

        if (result.Paradigms.Count > 1)
        {
            table.AddRow(
                "[bold]mean[/]",
                $"[bold]{Numbers.Percent(result.Accuracy)}[/]",
                $"[bold]{Numbers.Percent(result.WithinWordAccuracy)}[/]");
        }

        console.Write(table);
        string paradigms = result.Paradigms.Count == 1 ? "1 paradigm" : $"{result.Paradigms.Count} paradigms";
        string pairs = result.Pairs == 1 ? "1 pair" : $"{Numbers.Of(result.Pairs, "N0")} pairs";
        console.WriteParagraph(
            $"{pairs} in {paradigms}: how often the right sentence is likelier; a tie "
            + "counts as wrong, chance is 50 %. Each token is hidden alone (Salazar et al. 2020); within word: later "
            + "pieces of its word too (Kauf and Ivanova 2023).");
    }
}
