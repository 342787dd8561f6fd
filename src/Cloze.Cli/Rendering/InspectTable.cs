using System.Globalization;
using Cloze.Cli.Hosting;
using Cloze.Models;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>A model folder for people.</summary>
internal static class InspectTable
{
    public static void Write(InspectJson report, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Printable.Markup(report.Model)}[/]");
        console.Write(Settings(report));
        Table tensors = Tables.Create("name", "shape");
        foreach (InspectedTensor tensor in report.Tensors)
        {
            tensors.AddRow(Printable.Markup(tensor.Name), Markup.Escape($"[{string.Join(", ", tensor.Shape)}]"));
        }

        console.Write(tensors);
        foreach (string sentence in report.Report) console.WriteLine(Printable.Of(sentence));
    }

    private static Table Settings(InspectJson report)
    {
        EncoderConfig config = report.Config;
        Table table = Tables.Create("what", "value");
        void Row(string name, IFormattable value) =>
            table.AddRow(name, Markup.Escape(value.ToString(null, CultureInfo.InvariantCulture)));
        Row("vocabulary (V)", config.VocabularySize);
        Row("hidden size (H)", config.HiddenSize);
        Row("layers (L)", config.LayerCount);
        Row("attention heads (A)", config.AttentionHeadCount);
        Row("inner size (F)", config.InnerSize);
        Row("positions", config.MaximumPositions);
        Row("token types", config.TokenTypes);
        Row("activation", config.Activation);
        Row("LayerNorm epsilon", config.LayerNormEpsilon);
        Row("hidden dropout", config.HiddenDropout);
        Row("attention dropout", config.AttentionDropout);
        table.AddRow("parameters", report.Parameters.ToString("N0", CultureInfo.InvariantCulture));
        table.AddRow("as float32", $"{(report.Bytes / 1e6).ToString("F1", CultureInfo.InvariantCulture)} MB");
        return table;
    }
}
