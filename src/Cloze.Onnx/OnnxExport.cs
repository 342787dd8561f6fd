using Cloze.Files;
using Cloze.Models;
using Cloze.Onnx.Messages;
using Cloze.Predictions;

namespace Cloze.Onnx;

/// <summary>
/// Writes a model as a graph in the ONNX format, with inputs and output named as Hugging Face's exporter names them.
/// </summary>
public static class OnnxExport
{
    /// <summary>The version of the operators: the first with LayerNormalization; engines have it since 2022.</summary>
    public const int Opset = 17;

    // That of ONNX 1.12, which brought the operators.
    private const int IrVersion = 8;

    /// <summary>Exports the model of a folder.</summary>
    /// <param name="folder">A model folder in the Hugging Face layout, with a masked-language-model head.</param>
    /// <param name="options">Where the graph goes, and in which form; null for float32 in the same folder.</param>
    /// <exception cref="ClozeException">
    /// The folder cannot be opened, lacks a part of the model, holds a weight beyond the range of float16 where that
    /// is asked for; the output is the model's only weights, holds files of another model, or cannot be written.
    /// </exception>
    public static OnnxExportReport Write(string folder, OnnxExportOptions? options = null)
    {
        options ??= new OnnxExportOptions();
        using var pretrained = PretrainedModel.Load(folder, ModelOutputs.MaskedLanguageModel, threads: 1);
        RequireWhole(folder, pretrained.Report);
        var target = ExportTarget.Of(folder, options);
        RequireOther(folder, target.Path);
        ExportFiles? beside = target.FilesFolder is { } around
            ? new ExportFiles(folder, pretrained, around)
            : null;
        beside?.RequireOwn();
        GraphBuilder graph = Build(pretrained.Model, options.Precision);
        target.Prepare();
        List<string> files = WriteGraph(graph, target.Path, options.LargestFile);
        long bytes = files.Sum(file => new FileInfo(file).Length);
        if (beside is not null) files.AddRange(beside.Write());
        return new OnnxExportReport(
            target.Path,
            bytes,
            options.Precision,
            graph.Graph.Node.Count,
            [.. graph.Graph.Input.Select(input => input.Name)],
            graph.Graph.Output.Single().Name,
            files);
    }

    private static GraphBuilder Build(EncoderModel model, OnnxPrecision precision)
    {
        var graph = new GraphBuilder(precision, model.Layout, new StoredWeights(model));
        new EncoderGraph(graph, model.Config, model.Layout).Build();
        return graph;
    }

    private static List<string> WriteGraph(GraphBuilder graph, string path, long largest)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "cloze",
            ProducerVersion = typeof(OnnxExport).Assembly.GetName().Version?.ToString(3) ?? "",
            OpsetImport = { new OperatorSetIdProto { Version = Opset } },
        };
        var file = new ModelFile(model, graph.Graph, graph.Initializers, external: null);
        if (file.Length <= largest)
        {
            AtomicFile.Write(path, file.Write);
            return [path];
        }

        var external = new ExternalData(Path.GetFileName(path) + "_data", graph.Initializers);
        string beside = Path.Combine(Path.GetDirectoryName(path)!, external.Name);
        AtomicFile.Write(beside, stream => external.Write(stream, graph.Initializers));
        AtomicFile.Write(path, new ModelFile(model, graph.Graph, graph.Initializers, external).Write);
        return [path, beside];
    }

    // Of a model that was opened from a graph, this may be somebody's only copy.
    private static void RequireOther(string folder, string path)
    {
        if (!WeightFolder.IsReadFrom(folder, path)) return;
        throw new ClozeException(
            $"The output {path} is the file that the model's weights are read from, expected another.",
            "Name another folder for the graph.");
    }

    private static void RequireWhole(string folder, LoadReport report)
    {
        if (report.Missing.Count == 0) return;
        throw new ClozeException(
            $"{folder} lacks {report.Missing.Count} tensors of the model, the first is {report.Missing[0]}; "
            + "a graph without them would compute something else.",
            "Export a model that was saved whole.");
    }
}
