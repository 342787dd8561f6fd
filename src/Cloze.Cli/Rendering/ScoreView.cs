using Cloze.Cli.Commands;
using Cloze.Data;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>How scores are shown.</summary>
/// <param name="IsHighlighted">Whether the text is shown with its surprising words marked.</param>
/// <param name="Surprise">From how many nats on a word is surprising.</param>
/// <param name="Replacements">How many replacements are shown.</param>
/// <param name="IsJson">Whether it is JSON.</param>
/// <param name="OffsetUnit">What offsets count in JSON.</param>
internal sealed record ScoreView(
    bool IsHighlighted, double Surprise, int Replacements, bool IsJson, string OffsetUnit)
{
    /// <summary>Draws the scores of the one text, or of two.</summary>
    public void Write(TextRecord text, ScoredTexts scores, IAnsiConsole console)
    {
        if (text.Pair is not null)
        {
            ScorePairTable.Write(text, scores, console);
            return;
        }

        if (IsHighlighted) HighlightedText.Write(text.Text, scores.First, Surprise, console);
        else ScoreTable.Write(scores.First, Surprise, console);
        if (Replacements > 0) ReplacementTable.Write(scores.First, IsHighlighted ? Surprise : 0, console);
        console.WriteParagraph(ScoreTable.Sums(scores.First));
    }

    /// <summary>One line for one of many texts.</summary>
    public string Line(TextRecord text, ScoredTexts scores)
    {
        if (scores.Difference is { } difference)
        {
            return $"{Numbers.Of(scores.First.LogProbability, "F3")} nats  "
                + $"{Numbers.Of(scores.Second!.LogProbability, "F3")} nats  {ScorePairTable.Verdict(difference)}";
        }

        return IsHighlighted
            ? HighlightedText.Marked(text.Text, scores.First, Surprise)
            : Printable.Line(ScoreTable.Line(scores.First));
    }
}
