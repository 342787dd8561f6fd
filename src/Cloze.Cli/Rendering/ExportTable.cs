using System.Globalization;
using Cloze.Onnx;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>An exported graph for people.</summary>
internal static class ExportTable
{
    public static void Write(OnnxExportReport report, IAnsiConsole console)
    {
        console.WriteWhole(Printable.Line(report.Path));
        Table table = Tables.Create("what", "value");
        void Row(string name, string value) => table.AddRow(name, Markup.Escape(value));
        Row("size", Megabytes(report.Bytes));
        Row("weights", report.Precision.ToString().ToLowerInvariant());
        Row("opset", report.Opset.ToString(CultureInfo.InvariantCulture));
        Row("operations", report.Nodes.ToString("N0", CultureInfo.InvariantCulture));
        Row("inputs", string.Join(", ", report.Inputs));
        Row("output", report.Output);
        Row("dtype of transformers.js", report.Dtype);
        console.Write(table);
        foreach (string file in report.Files.Skip(1)) console.WriteWhole($"beside it: {Printable.Line(file)}");
    }

    private static string Megabytes(long bytes) =>
        (bytes / 1e6).ToString("F1", CultureInfo.InvariantCulture) + " MB";
}
