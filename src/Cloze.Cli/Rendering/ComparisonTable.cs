using Cloze.Evaluation;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>Two models on the same text, for people.</summary>
internal static class ComparisonTable
{
    public static void Write(string first, string second, ModelComparison comparison, IAnsiConsole console)
    {
        console.WriteWhole($"first:  {Printable.Line(first)}");
        console.WriteWhole($"second: {Printable.Line(second)}");
        Table table = Tables.Create("what", "first", "second", "difference", "95 % of draws");
        foreach (ComparedFigure figure in comparison.Figures) AddRow(table, figure);
        AddBeside(table, comparison);
        console.Write(table);
        console.WriteParagraph(Explain(comparison));
    }

    private static void AddRow(Table table, ComparedFigure figure)
    {
        bool isShare = figure.Name.StartsWith("top-", StringComparison.Ordinal);
        string signs = isShare ? "+0.00;-0.00" : "+0.0000;-0.0000";
        string Show(double value) => isShare ? Numbers.Of(100 * value, "F2") + " %" : Numbers.Of(value, "F4");
        string Signed(double value) => Numbers.Of(isShare ? 100 * value : value, signs);
        table.AddRow(
            figure.Name,
            Show(figure.First),
            Show(figure.Second),
            Signed(figure.Difference),
            figure is { Low: { } low, High: { } high } ? $"{Signed(low)} to {Signed(high)}" : "");
    }

    // What has no interval: a function of the loss, and what is measured on a sample.
    private static void AddBeside(Table table, ModelComparison comparison)
    {
        DetailedEvaluation first = comparison.First, second = comparison.Second;
        AddRow(table, "perplexity", first.Result.Perplexity, second.Result.Perplexity, comparison.HasSameMasks);
        if (first.PseudoLikelihood is { } pseudo && second.PseudoLikelihood is { } other)
        {
            AddRow(table, "pseudo-perplexity", pseudo.Perplexity, other.Perplexity, comparison.HasSameMasks);
        }

        if (first.UnknownTokens + second.UnknownTokens > 0)
        {
            string Show(long tokens) => Numbers.Of(tokens, "N0");
            table.AddRow("unknown tokens", Show(first.UnknownTokens), Show(second.UnknownTokens), "", "");
        }

        if (first.Result.NextSentence is not { } pairs || second.Result.NextSentence is not { } others) return;
        AddRow(table, "pairs told rightly", pairs.Accuracy, others.Accuracy, pairs.PairHash == others.PairHash);
    }

    private static void AddRow(Table table, string name, double first, double second, bool isComparable) =>
        table.AddRow(
            name,
            Numbers.Of(first, "F3"),
            Numbers.Of(second, "F3"),
            isComparable ? Numbers.Of(second - first, "+0.000;-0.000") : "",
            "");

    private static string Explain(ModelComparison comparison)
    {
        string documents = $"{Numbers.Of(comparison.First.Documents, "N0")} documents";
        string how = comparison.Figures.Any(figure => figure.Low is not null)
            ? $"The interval has 95 % of the differences when the {documents} are drawn with replacement, "
                + $"{Numbers.Of(comparison.Resamples, "N0")} times, the same for both: where it does not hold 0, the "
                + "choice of documents does not explain the difference."
            : "One document has no interval.";
        return comparison.HasSameMasks
            ? $"{how} Masks {Numbers.Hash(comparison.First.Result.MaskHash)}."
            : "The vocabularies differ, so that other tokens are masked: only bits per character can be compared. "
                + (comparison.First.UnknownTokens + comparison.Second.UnknownTokens > 0
                    ? "Unknown tokens cost nothing in it, so the model with more of them looks better than it is. "
                    : "")
                + how;
    }
}
