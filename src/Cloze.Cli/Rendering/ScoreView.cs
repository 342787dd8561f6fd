using Cloze.Cli.Commands;
using Cloze.Data;
using Cloze.Inference;
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
        if (text.Pair is null)
        {
            if (!IsHighlighted) ScoreTable.Write(scores.First, Surprise, console);
            WriteWords(text.Text, scores.First, console);
            console.WriteParagraph(ScoreTable.Sums(scores.First));
            return;
        }

        WriteWords(text.Text, scores.First, console);
        WriteWords(text.Pair, scores.Second!, console);
        ScorePairTable.Write(text, scores, console);
    }

    /// <summary>One line for one of many texts.</summary>
    public string Line(TextRecord text, ScoredTexts scores)
    {
        if (scores.Difference is { } difference)
        {
            string sums = $"{Numbers.Of(scores.First.LogProbability, "F3")} nats  "
                + $"{Numbers.Of(scores.Second!.LogProbability, "F3")} nats  {ScorePairTable.Verdict(difference)}";
            return IsHighlighted
                ? $"{sums}  {Marked(text.Text, scores.First)} | {Marked(text.Pair!, scores.Second!)}"
                : sums;
        }

        return IsHighlighted ? Marked(text.Text, scores.First) : Printable.Line(ScoreTable.Line(scores.First));
    }

    // What was asked for of the words of a text.
    private void WriteWords(string text, TextScore score, IAnsiConsole console)
    {
        if (IsHighlighted) HighlightedText.Write(text, score, Surprise, console);
        if (Replacements > 0) ReplacementTable.Write(score, IsHighlighted ? Surprise : 0, console);
    }

    private string Marked(string text, TextScore score) => HighlightedText.Marked(text, score, Surprise);
}
