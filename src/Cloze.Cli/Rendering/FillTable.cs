using Cloze.Inference;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>Predictions for people.</summary>
internal static class FillTable
{
    private const string Probability = "probability";

    // Only a threshold leaves nothing over.
    private const string Nothing = "No word is as likely as --threshold asks.";

    /// <summary>A table for each mask, in which every sentence takes one line.</summary>
    public static void Write(FillResult result, IAnsiConsole console)
    {
        for (int mask = 0; mask < result.Masks.Count; mask++)
        {
            if (result.Masks.Count > 1) console.MarkupLine($"[bold]mask {mask + 1}[/]");
            Write(result.Masks[mask], console);
        }
    }

    /// <summary>One line: <c>word 12.3 %, word 4.5 %</c>, masks apart by a bar.</summary>
    public static string Line(FillResult result) => string.Join(" | ", result.Masks.Select(mask =>
        mask.Count == 0 ? Nothing : string.Join(", ", mask.Select(Short))));

    private static void Write(IReadOnlyList<Prediction> predictions, IAnsiConsole console)
    {
        if (predictions.Count == 0)
        {
            console.WriteParagraph(Nothing);
            return;
        }

        Table table = Tables.Create("token", Probability, "sentence");
        int longest = predictions.Select(prediction => TextWidth.Of(prediction.Token)).Append("token".Length).Max();
        int room = Tables.Room(console, Math.Min(longest, Tables.LongestWord), Probability.Length);
        foreach (Prediction prediction in predictions)
        {
            table.AddRow(
                Tables.Word(prediction.Token),
                Numbers.Percent(prediction.Probability),
                Markup.Escape(Sentence(prediction, room)));
        }

        console.Write(table);
    }

    private static string Short(Prediction prediction) =>
        $"{prediction.Token} {Numbers.Percent(prediction.Probability)}";

    private static string Sentence(Prediction prediction, int room)
    {
        string text = prediction.IsInPair ? prediction.Pair! : prediction.Text;
        return SentenceWindow.Around(text, prediction.Span.Start, prediction.Span.End - prediction.Span.Start, room);
    }
}
