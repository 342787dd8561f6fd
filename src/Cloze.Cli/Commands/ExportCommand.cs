using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Onnx;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze export</c>: a model in the format of other engines.</summary>
internal static class ExportCommand
{
    private const string Float32 = "float32", Float16 = "float16", Int8 = "int8";

    public static readonly string[] Examples =
    [
        "# my-model/onnx/model.onnx, which transformers.js of npm opens",
        "cloze export my-model --onnx",
        "cloze export my-model --onnx --dtype int8 --out for-the-web",
        "cloze export my-model --onnx --out model.onnx --json",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> model = SharedOptions.Model();
        Option<bool> onnx = CliOption.Switch("--onnx", "Write an ONNX graph; the one format there is.");
        Option<string?> output = CliOption.Of<string?>(
            "--out",
            TextKind.Path("DIR|FILE.onnx"),
            "A folder, which gets the tokenizer and the configuration too, or the graph's file alone; the model's own "
            + "folder else.");
        Option<string> type = CliOption.Of(
            "--dtype",
            new WordKind(Float32, Float16, Int8),
            "In what weights are kept and the graph computes.",
            Float32);
        Option<bool> json = SharedOptions.Json();
        var command = new Command("export", "Write a model as an ONNX graph, for other engines and for browsers.")
        {
            model, onnx, output, type, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            if (!parsed.GetValue(onnx))
            {
                throw new UsageException("No format is given.", "Add --onnx: it is the one format there is.");
            }

            string given = parsed.GetRequiredValue(model), folder = HubFolder.Of(given, context, cancellation);
            if (folder != given && parsed.GetValue(output) is null)
            {
                throw new UsageException(
                    "--out is missing: a model of a hub has no folder of yours.", "Name one with --out.");
            }

            OnnxExportReport report = OnnxExport.Write(
                folder,
                new OnnxExportOptions
                {
                    Output = parsed.GetValue(output),
                    Precision = Precision(parsed.GetRequiredValue(type)),
                });
            if (parsed.GetValue(json)) context.Output.WriteLine(Json.Line(ExportJson.From(report)));
            else ExportTable.Write(report, context.OutputConsole);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static OnnxPrecision Precision(string word) => word switch
    {
        Float16 => OnnxPrecision.Float16,
        Int8 => OnnxPrecision.Int8,
        _ => OnnxPrecision.Float32,
    };
}
