using Cloze.Inference;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>Ways to fill all masks together, for people.</summary>
internal static class JointFillTable
{
    private const string Probability = "probability", LogProbability = "nats";
    private const int LogWidth = 8;

    /// <summary>A row a filling, in which the sentence takes one line.</summary>
    public static void Write(JointFillResult result, IAnsiConsole console)
    {
        Table table = Tables.Create(Probability, LogProbability, "token", "sentence");
        string[] words = [.. result.Fills.Select(Words)];
        int longest = words.Select(TextWidth.Of).Append("token".Length).Max();
        int room = Tables.Room(console, Probability.Length, LogWidth, Math.Min(longest, Tables.LongestWord));
        for (int i = 0; i < words.Length; i++)
        {
            JointFill fill = result.Fills[i];
            table.AddRow(
                Numbers.Percent(fill.Probability),
                Numbers.Of(fill.LogProbability, "F3"),
                Tables.Word(words[i]),
                Markup.Escape(SentenceWindow.Around(fill.Text, 0, 0, room)));
        }

        console.Write(table);
    }

    /// <summary>One line: <c>cat + mat 12.3 %, dog + log 4.5 %</c>.</summary>
    public static string Line(JointFillResult result) =>
        string.Join(", ", result.Fills.Select(fill => $"{Words(fill)} {Numbers.Percent(fill.Probability)}"));

    private static string Words(JointFill fill) => string.Join(" + ", fill.Tokens);
}
