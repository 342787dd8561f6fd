using System.Globalization;
using Cloze.Cli.Commands;
using Cloze.Data;
using Cloze.Inference;
using Cloze.Text;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>Two texts side by side: which is likelier.</summary>
internal static class ScorePairTable
{
    private const string LogProbability = "log-probability", Perplexity = "perplexity", Tokens = "tokens";

    /// <summary>A row a text, and a sentence that says which is likelier.</summary>
    public static void Write(TextRecord text, ScoredTexts scores, IAnsiConsole console)
    {
        Table table = Tables.Create(LogProbability, Perplexity, Tokens, "text");
        int room = Tables.Room(console, LogProbability.Length, Perplexity.Length, Tokens.Length);
        Row(table, text.Text, text.Pair!, scores.First, room);
        Row(table, text.Pair!, text.Text, scores.Second!, room);
        console.Write(table);
        console.WriteParagraph($"{Verdict(scores.Difference!.Value)} The log-probability decides, not the perplexity.");
    }

    /// <summary>Which of two is likelier, as a sentence.</summary>
    public static string Verdict(double difference) => difference == 0
        ? "Both are equally likely."
        : $"The {(difference > 0 ? "first" : "second")} is likelier, by {Numbers.Of(Math.Abs(difference), "F3")} nats.";

    private static void Row(Table table, string text, string other, TextScore score, int room)
    {
        (int start, int end) = Difference(text, other);
        table.AddRow(
            Numbers.Of(score.LogProbability, "F3"),
            Numbers.Of(score.PseudoPerplexity, "F2"),
            Numbers.Of(score.Tokens.Count, "N0"),
            Markup.Escape(SentenceWindow.Around(text, start, end - start, room)));
    }

    // Two that are compared often begin alike: of a long one the part round the first word that differs is shown, or
    // the place where letters do in writing without spaces.
    private static TextSpan Difference(string text, string other)
    {
        int place = text.AsSpan().CommonPrefixLength(other), start = place, end = place;
        while (start > 0 && !char.IsWhiteSpace(text[start - 1])) start--;
        while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
        if (end - start <= Tables.LongestWord) return new TextSpan(start, end);
        int letter = StringInfo.ParseCombiningCharacters(text).Last(first => first <= place);
        return new TextSpan(letter, letter);
    }
}
