using System.Globalization;
using System.Text.Json;
using Cloze.Cli.Rendering.Training;
using Cloze.Measurement;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>The measurement of a machine for people.</summary>
internal static class BenchTable
{
    private const double LongestClock = 360_000;

    public static void Write(EngineReport report, IAnsiConsole console)
    {
        MachineDescription machine = report.Machine;
        console.WriteParagraph(
            $"{machine.Processor}, {machine.Cores} cores, {machine.InstructionSet}, {machine.Runtime}");
        string threads = report.Threads == 1 ? "1 thread" : $"{report.Threads} threads";
        console.WriteParagraph($"Peak of multiply-adds on {threads}: {Numbers.Of(report.Peak / 1e9, "F1")} GFLOP/s");
        foreach (Table table in new[] { Products(report), Presets(report), Times(report) })
        {
            // A measurement that was interrupted lacks some.
            if (table.Rows.Count > 0) console.Write(table);
        }

        foreach (string line in Notes(report)) console.WriteParagraph(line);
    }

    private static Table Products(EngineReport report)
    {
        Table table = Tables.Create("what", "T x K x N", "GFLOP/s", "of peak", "repeats");
        foreach (ProductResult product in report.Products)
        {
            LinearLayer layer = product.Layer;
            table.AddRow(
                $"{layer.Name}, {Name(product.Product)}",
                $"{layer.Tokens} x {layer.Inputs} x {layer.Outputs}",
                Numbers.Of(product.FlopsPerSecond / 1e9, "F1"),
                Numbers.Of(product.FlopsPerSecond / report.Peak, "P1"),
                Numbers.Of(product.Time.Repeats, "N0"));
        }

        return table.Title("matrix products");
    }

    private static Table Presets(EngineReport report)
    {
        Table table = Tables.Create(
            "what", "real tokens/s", "step, ms", "spread", "GFLOP/s", "of peak", "MB");
        foreach (PresetReport preset in report.Presets)
        {
            table.AddRow(
                Name(preset.Preset),
                Numbers.Of(preset.Step.TokensPerSecond, "N0"),
                Numbers.Of(preset.Step.Time.Median * 1e3, "F1"),
                Numbers.Of(preset.Step.Time.Spread, "P0"),
                Numbers.Of(preset.Step.FlopsPerSecond / 1e9, "F1"),
                Numbers.Of(preset.ShareOfPeak, "P1"),
                Numbers.Of(preset.Step.ProcessBytes / 1e6, "N0"));
        }

        return table.Title("training");
    }

    private static Table Times(EngineReport report)
    {
        Table table = Tables.Create("what", "a million tokens", "one epoch", "ten minutes see", "epochs");
        foreach (PresetReport preset in report.Presets)
        {
            table.AddRow(
                Name(preset.Preset),
                Duration(preset.SecondsPerMillionTokens),
                preset.EpochSeconds is { } epoch ? Duration(epoch) : "",
                $"{Numbers.Of(preset.TokensInTenMinutes, "N0")} tokens",
                preset.EpochsInTenMinutes is { } epochs ? Numbers.Of(epochs, "F2") : "");
        }

        return table.Title("how long it takes");
    }

    private static IEnumerable<string> Notes(EngineReport report)
    {
        if (report.Corpus is { } corpus)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Corpus: {corpus.Documents:N0} documents to train on, {corpus.HeldOutDocuments:N0} held out; about "
                + $"{corpus.Tokens:N0} tokens an epoch, from its {corpus.Characters:N0} characters and "
                + $"{corpus.CharactersPerPiece:F2} characters a piece in a sample.");
        }

        yield return "Step: forward, loss, backward, clipping and AdamW of one batch of full sequences at 8,192 "
            + "pieces; median of the repeats.";
        yield return "Useful operations only; spread is slowest less fastest over the median. Reading a corpus and "
            + "learning its pieces come on top.";
    }

    private static string Duration(double seconds) => seconds < LongestClock
        ? TrainingLines.Duration(seconds)
        : $"{Numbers.Of(TimeSpan.FromSeconds(seconds).TotalDays, "N0")} days";

    private static string Name(Enum value) => value switch
    {
        LinearProduct.InputGradient => "input gradient",
        LinearProduct.WeightGradient => "weight gradient",
        _ => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()),
    };
}
