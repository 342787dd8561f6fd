using System.Text;
using Cloze.Inference;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>A text with its surprising words marked: in colour where there is some, else between signs.</summary>
internal static class HighlightedText
{
    private const string Before = ">>", After = "<<";
    private static readonly Style s_marked = new(Color.Red, decoration: Decoration.Bold | Decoration.Underline);

    /// <summary>Draws the text.</summary>
    public static void Write(string text, TextScore score, double surprise, IAnsiConsole console)
    {
        if (console.Profile.Capabilities.ColorSystem == ColorSystem.NoColors)
        {
            console.WriteParagraph(Marked(text, score, surprise));
            return;
        }

        var paragraph = new Spectre.Console.Paragraph();
        foreach ((string part, bool isMarked) in Parts(text, score, surprise))
        {
            paragraph.Append(Printable.Blanked(part), isMarked ? s_marked : Style.Plain);
        }

        console.Write(paragraph);
        console.WriteLine();
    }

    /// <summary>The text on one line, with signs.</summary>
    public static string Marked(string text, TextScore score, double surprise)
    {
        var line = new StringBuilder();
        foreach ((string part, bool isMarked) in Parts(text, score, surprise))
        {
            string shown = Printable.Blanked(part);
            line.Append(isMarked ? $"{Before}{shown}{After}" : shown);
        }

        return line.ToString();
    }

    private static IEnumerable<(string Part, bool IsMarked)> Parts(string text, TextScore score, double surprise)
    {
        int at = 0;
        foreach (ScoredWord word in score.Words.Where(word => ScoreTable.SurpriseOf(word) >= surprise))
        {
            if (word.Start < at) continue;
            yield return (text[at..word.Start], false);
            yield return (text[word.Start..word.End], true);
            at = word.End;
        }

        yield return (text[at..], false);
    }
}
