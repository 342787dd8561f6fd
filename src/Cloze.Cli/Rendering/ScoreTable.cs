using Cloze.Inference;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>The surprise of each word of a text for people.</summary>
internal static class ScoreTable
{
    private const int WidestBar = 40;
    private const string Surprise = "surprise", Probability = "probability";

    /// <summary>A row a word, surprising ones in red, each with a bar.</summary>
    public static void Write(TextScore score, double surprise, IAnsiConsole console)
    {
        Table table = Tables.Create("word", Surprise, Probability, "text");
        table.Columns[^1].Header(new Markup(""));
        int room = Tables.Room(console, Tables.LongestWord, Surprise.Length, Probability.Length);
        int widest = Math.Clamp(room, 1, WidestBar);
        double most = Math.Max(surprise, score.Words.Select(SurpriseOf).DefaultIfEmpty().Max());
        foreach (ScoredWord word in score.Words)
        {
            double nats = SurpriseOf(word);
            string name = Tables.Word(word.Text);
            table.AddRow(
                nats >= surprise ? $"[red]{name}[/]" : name,
                Numbers.Of(nats, "F2"),
                Numbers.Percent(Math.Exp(word.LogProbability)),
                new string('█', (int)Math.Round(widest * nats / most)));
        }

        console.Write(table);
        console.WriteParagraph("Surprise is -ln P(word | all other words), in nats.");
    }

    /// <summary>The figures of the whole text, as a sentence.</summary>
    public static string Sums(TextScore score) =>
        $"{Numbers.Of(score.Tokens.Count, "N0")} {(score.Tokens.Count == 1 ? "token" : "tokens")}, "
        + $"log-probability {Numbers.Of(score.LogProbability, "F3")} nats, "
        + $"pseudo-perplexity {Numbers.Of(score.PseudoPerplexity, "F2")}.";

    /// <summary>The figures of one of many texts.</summary>
    public static string Line(TextScore score)
    {
        ScoredWord? most = score.Words.MaxBy(SurpriseOf);
        return $"{Numbers.Of(score.LogProbability, "F3")} nats  "
            + $"perplexity {Numbers.Of(score.PseudoPerplexity, "F2")}  tokens {score.Tokens.Count}"
            + (most is null ? "" : $"  most surprising {most.Text} {Numbers.Of(SurpriseOf(most), "F2")}");
    }

    /// <summary>How surprising a word is, in nats.</summary>
    public static double SurpriseOf(ScoredWord word) => Math.Max(0, -word.LogProbability);
}
