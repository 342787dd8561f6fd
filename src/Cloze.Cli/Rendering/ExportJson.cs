using Cloze.Onnx;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze export --json</c> prints.</summary>
internal sealed record ExportJson(
    string Path,
    long Bytes,
    string Precision,
    string Dtype,
    int Opset,
    int Nodes,
    IReadOnlyList<string> Inputs,
    string Output,
    IReadOnlyList<string> Files)
{
    public static ExportJson From(OnnxExportReport report) => new(
        report.Path,
        report.Bytes,
        report.Precision.ToString().ToLowerInvariant(),
        report.Dtype,
        report.Opset,
        report.Nodes,
        report.Inputs,
        report.Output,
        report.Files);
}
