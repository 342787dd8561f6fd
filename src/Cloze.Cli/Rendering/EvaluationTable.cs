using Cloze.Evaluation;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>An evaluation for people.</summary>
internal static class EvaluationTable
{
    public static void Write(EvaluationResult result, IAnsiConsole console)
    {
        Table table = Tables.Create("what", "value");
        table.AddRow("loss", Loss(result, "F4"));
        table.AddRow("perplexity", Numbers.Of(result.Perplexity, "F3"));
        table.AddRow("top-1 accuracy", Numbers.Of(result.Top1Accuracy, "P2"));
        table.AddRow("top-5 accuracy", Numbers.Of(result.Top5Accuracy, "P2"));
        table.AddRow("masked tokens", Numbers.Of(result.MaskedTokens, "N0"));
        table.AddRow("masks", Numbers.Hash(result.MaskHash));
        AddPairs(table, result);
        console.Write(table);
    }

    /// <summary>Adds what is told of sentence pairs, where there are some.</summary>
    public static void AddPairs(Table table, EvaluationResult result)
    {
        if (result.NextSentence is not { } pairs) return;
        table.AddRow("pairs told rightly", $"{Numbers.Of(pairs.Accuracy, "P2")} ± {Numbers.Of(pairs.Margin, "P2")}");
        table.AddRow("by the majority", Numbers.Of(pairs.Majority, "P2"));
        table.AddRow("loss of pairs", $"{Numbers.Of(pairs.Loss, "F4")} nats");
        table.AddRow("pairs", $"{Numbers.Of(pairs.Pairs, "N0")}, {Numbers.Hash(pairs.PairHash)}");
    }

    /// <summary>The second task at the end of a line; empty where there is none.</summary>
    public static string Pairs(EvaluationResult result) => result.NextSentence is not { } pairs
        ? ""
        : $"  pairs {Numbers.Percent(pairs.Accuracy)} of {Numbers.Of(pairs.Pairs, "N0")} "
            + $"(majority {Numbers.Percent(pairs.Majority)})";

    /// <summary>The loss, and where it is known the half of the interval that has the mean with 95 %.</summary>
    public static string Loss(EvaluationResult result, string format) =>
        Numbers.Of(result.Loss, format)
        + (result.Margin is { } margin ? $" ± {Numbers.Of(margin, format)} nats" : " nats");

    /// <summary>The figures of one text on one line.</summary>
    public static string Line(EvaluationResult result) =>
        $"loss {Loss(result, "F4")}  top-1 {Numbers.Percent(result.Top1Accuracy)}  "
        + $"top-5 {Numbers.Percent(result.Top5Accuracy)}  masked {result.MaskedTokens}  "
        + $"masks {Numbers.Hash(result.MaskHash)}";
}
