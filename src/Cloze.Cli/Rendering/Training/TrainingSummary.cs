using System.Globalization;
using Cloze.Evaluation;
using Cloze.Training;
using Spectre.Console;

namespace Cloze.Cli.Rendering.Training;

/// <summary>The result of a run: held-out figures, and masks filled in held-out sentences.</summary>
internal static class TrainingSummary
{
    private const int LongestSuggestion = 60;

    public static void Write(TrainingResult result, IAnsiConsole console)
    {
        if (result.Profile.Count > 0) ProfileTable.Write(result.Profile, console);
        if (result.Evaluation is not { } evaluation) return;
        Table table = Tables.Create("what", "loss (nats)", "perplexity", "top-1", "top-5");
        AddRow(table, "this model", evaluation);
        AddRow(table, "word frequencies", result.Baseline);
        console.Write(table);
        console.WriteParagraph(string.Create(
            CultureInfo.InvariantCulture,
            $"{evaluation.MaskedTokens:N0} masked tokens of held-out text, masks {Numbers.Hash(evaluation.MaskHash)}; "
            + $"trained on {result.Position.Tokens:N0} tokens in {TrainingLines.Duration(result.Position.Seconds)} "
            + $"({result.TokensPerSecond:N0} tokens/s{Fill(result.BatchFill)})."));
        if (evaluation.NextSentence is { } pairs) WritePairs(pairs, console);
        foreach (FilledMask example in result.Examples) WriteExample(example, console);
        console.WriteLine();
        console.WriteWhole($"The model is in {result.Model}. Try:");
        console.WriteWhole($"  cloze fill {result.Model} \"{Suggestion(result)}\"");
    }

    private static string Fill(double share) => share > 0 ? $", batches {Numbers.Percent(share)} full" : "";

    private static void AddRow(Table table, string name, EvaluationResult result) => table.AddRow(
        name,
        Numbers.Of(result.Loss, "F3"),
        Numbers.Of(result.Perplexity, "F2"),
        Numbers.Percent(result.Top1Accuracy),
        Numbers.Percent(result.Top5Accuracy));

    private static void WritePairs(NextSentenceResult pairs, IAnsiConsole console) => console.WriteParagraph(
        $"Of {Numbers.Of(pairs.Pairs, "N0")} pairs of held-out text {Numbers.Percent(pairs.Accuracy)} are told "
        + $"rightly, ± {Numbers.Percent(pairs.Margin)}; always the more frequent answer gives "
        + $"{Numbers.Percent(pairs.Majority)}. Their loss is {Numbers.Of(pairs.Loss, "F3")} nats, pairs "
        + $"{Numbers.Hash(pairs.PairHash)}.");

    private static void WriteExample(FilledMask example, IAnsiConsole console)
    {
        console.WriteLine();
        console.WriteLine(Window(example.Text, console));
        string guesses = string.Join(", ", example.Predictions.Select(
            prediction => $"{prediction.Word} {Numbers.Percent(prediction.Probability)}"));
        console.WriteParagraph($"  [{example.Word}]  {guesses}");
    }

    private static string Suggestion(TrainingResult result) =>
        result.Examples.Count > 0 && result.Examples[0].Text.Length <= LongestSuggestion
            ? result.Examples[0].Text.Replace('"', '\'')
            : $"A text with a {MaskToken.Of(result.Examples.FirstOrDefault()?.Text ?? "")} in it.";

    private static string Window(string text, IAnsiConsole console)
    {
        string token = MaskToken.Of(text);
        int mask = Math.Max(text.IndexOf(token, StringComparison.Ordinal), 0);
        return SentenceWindow.Around(text, mask, Math.Min(token.Length, text.Length - mask), console.Profile.Width);
    }
}
