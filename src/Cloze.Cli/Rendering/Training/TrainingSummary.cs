using System.Globalization;
using Cloze.Evaluation;
using Cloze.Training;
using Spectre.Console;

namespace Cloze.Cli.Rendering.Training;

/// <summary>The result of a run: held-out figures, and masks filled in held-out sentences.</summary>
internal static class TrainingSummary
{
    public static void Write(TrainingResult result, IAnsiConsole console)
    {
        if (result.Profile.Count > 0) ProfileTable.Write(result.Profile, console);
        if (result.Evaluation is not { } evaluation) return;
        Table table = Tables.Create("what", "loss (nats)", "perplexity", "top-1", "top-5");
        AddRow(table, "this model", evaluation);
        AddRow(table, "word frequencies", result.Baseline);
        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{evaluation.MaskedTokens:N0} masked tokens of held-out text, masks {evaluation.MaskHash}; trained on "
            + $"{result.Position.Tokens:N0} tokens in {TrainingLines.Duration(result.Position.Seconds)} "
            + $"({result.TokensPerSecond:N0} tokens/s)."));
        foreach (FilledMask example in result.Examples) WriteExample(example, console);
        console.WriteLine();
        console.WriteLine($"The model is in {result.Model}. Try: cloze fill {result.Model} \"{Suggestion(result)}\"");
    }

    private static void AddRow(Table table, string name, EvaluationResult result) => table.AddRow(
        name,
        result.Loss.ToString("F3", CultureInfo.InvariantCulture),
        result.Perplexity.ToString("F2", CultureInfo.InvariantCulture),
        Percent(result.Top1Accuracy),
        Percent(result.Top5Accuracy));

    private static void WriteExample(FilledMask example, IAnsiConsole console)
    {
        console.WriteLine();
        console.WriteLine(example.Text);
        string guesses = string.Join(
            ", ", example.Predictions.Select(prediction => $"{prediction.Word} {Percent(prediction.Probability)}"));
        console.WriteLine($"  [{example.Word}]  {guesses}");
    }

    private static string Suggestion(TrainingResult result) =>
        result.Examples.Count > 0 ? result.Examples[0].Text.Replace('"', '\'') : "A text with a [MASK] in it.";

    private static string Percent(double share) =>
        (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";
}
