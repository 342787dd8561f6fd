using System.Globalization;
using System.Text;
using Cloze.Evaluation;

namespace Cloze.TensorBoard;

/// <summary>Texts for TensorBoard's tab of that name, in Markdown.</summary>
internal static class EventText
{
    /// <summary>The sentences that are filled at an evaluation, a table row each.</summary>
    public static string Of(IReadOnlyList<FilledMask> examples)
    {
        var text = new StringBuilder("| sentence | true word | guesses |\n|---|---|---|\n");
        foreach (FilledMask example in examples)
        {
            string guesses = string.Join(", ", example.Predictions.Select(prediction => string.Create(
                CultureInfo.InvariantCulture, $"{Cell(prediction.Word)} {prediction.Probability:P1}")));
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(example.Text)} | {Cell(example.Word)} | {guesses} |\n");
        }

        return text.ToString();
    }

    /// <summary>Text as a block of code.</summary>
    public static string Block(string text) =>
        "    " + text.ReplaceLineEndings("\n").Replace("\n", "\n    ", StringComparison.Ordinal);

    // Words of a corpus may hold what Markdown takes for its own.
    private static string Cell(string text)
    {
        var cell = new StringBuilder();
        foreach (char letter in Printable.Line(text))
        {
            if (letter is '|' or '*' or '_' or '`' or '<' or '>' or '[' or ']' or '#' or '\\') cell.Append('\\');
            cell.Append(letter);
        }

        return cell.ToString();
    }
}
