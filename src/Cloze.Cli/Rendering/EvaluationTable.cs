using System.Globalization;
using Cloze.Evaluation;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>An evaluation for people.</summary>
internal static class EvaluationTable
{
    public static void Write(EvaluationResult result, IAnsiConsole console)
    {
        Table table = Tables.Create("what", "value");
        table.AddRow("loss", $"{Number(result.Loss, "F4")} nats");
        table.AddRow("perplexity", Number(result.Perplexity, "F3"));
        table.AddRow("top-1 accuracy", Number(result.Top1Accuracy, "P2"));
        table.AddRow("top-5 accuracy", Number(result.Top5Accuracy, "P2"));
        table.AddRow("masked tokens", Number(result.MaskedTokens, "N0"));
        table.AddRow("masks", result.MaskHash);
        console.Write(table);
    }

    /// <summary>The figures of one text on one line.</summary>
    public static string Line(EvaluationResult result) =>
        $"loss {Number(result.Loss, "F4")}  top-1 {Number(result.Top1Accuracy, "P1")}  "
        + $"top-5 {Number(result.Top5Accuracy, "P1")}  masked {result.MaskedTokens}  masks {result.MaskHash}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
