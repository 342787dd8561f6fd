using Cloze.Evaluation;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>An evaluation for people.</summary>
internal static class EvaluationTable
{
    public static void Write(EvaluationResult result, IAnsiConsole console)
    {
        Table table = Tables.Create("what", "value");
        table.AddRow("loss", $"{Numbers.Of(result.Loss, "F4")} nats");
        table.AddRow("perplexity", Numbers.Of(result.Perplexity, "F3"));
        table.AddRow("top-1 accuracy", Numbers.Of(result.Top1Accuracy, "P2"));
        table.AddRow("top-5 accuracy", Numbers.Of(result.Top5Accuracy, "P2"));
        table.AddRow("masked tokens", Numbers.Of(result.MaskedTokens, "N0"));
        table.AddRow("masks", Numbers.Hash(result.MaskHash));
        console.Write(table);
    }

    /// <summary>The figures of one text on one line.</summary>
    public static string Line(EvaluationResult result) =>
        $"loss {Numbers.Of(result.Loss, "F4")}  top-1 {Numbers.Percent(result.Top1Accuracy)}  "
        + $"top-5 {Numbers.Percent(result.Top5Accuracy)}  masked {result.MaskedTokens}  "
        + $"masks {Numbers.Hash(result.MaskHash)}";
}
