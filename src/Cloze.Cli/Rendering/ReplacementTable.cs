using Cloze.Inference;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>What the model would rather have in the place of words.</summary>
internal static class ReplacementTable
{
    private const string Surprise = "surprise";

    /// <summary>A row for each word that is at least so surprising, with as many replacements as have room.</summary>
    public static void Write(TextScore score, double surprise, IAnsiConsole console)
    {
        ScoredWord[] words =
            [.. score.Words.Where(word => ScoreTable.SurpriseOf(word) >= surprise && word.Replacements.Count > 0)];
        if (words.Length == 0) return;
        Table table = Tables.Create("word", Surprise, "text");
        table.Columns[^1].Header(new Markup("the model expects"));
        int longest = words.Max(word => Math.Min(TextWidth.Of(Printable.Blanked(word.Text)), Tables.LongestWord));
        int room = Tables.Room(console, Math.Max(longest, "word".Length), Surprise.Length);
        foreach (ScoredWord word in words)
        {
            table.AddRow(
                Tables.Word(word.Text),
                Numbers.Of(ScoreTable.SurpriseOf(word), "F2"),
                Markup.Escape(Fitting(word.Replacements, room)));
        }

        console.Write(table);
    }

    private static string Fitting(IReadOnlyList<Prediction> words, int room)
    {
        string line = "";
        foreach (Prediction word in words)
        {
            string next = $"{Printable.Blanked(word.Token)} {Numbers.Percent(word.Probability)}";
            if (line.Length > 0) next = $"{line}, {next}";
            if (TextWidth.Of(next) > room && line.Length > 0) break;
            line = next;
        }

        return line;
    }
}
