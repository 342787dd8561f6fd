using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze convert</c>: a model folder anew, its weights in another format or type.</summary>
internal static class ConvertCommand
{
    public static readonly string[] Examples =
    [
        "# to model.safetensors: PyTorch's pytorch_model.bin, TensorFlow's",
        "# bert_model.ckpt.index with bert_config.json, or ONNX's onnx/model.onnx",
        "cloze convert old-model --out new-model",
        "# half the size",
        "cloze convert my-model --out my-model-half --dtype bfloat16",
        "cloze convert my-model --out for-old-python --format pytorch --dtype float32",
    ];

    private const string Safetensors = "safetensors", PyTorch = "pytorch";

    private static readonly Dictionary<string, WeightType> s_types = new()
    {
        ["float32"] = WeightType.Float32,
        ["float16"] = WeightType.Float16,
        ["bfloat16"] = WeightType.BFloat16,
    };

    public static Command Create(CliContext context)
    {
        Argument<string> model = CliOption.Path(
            "model",
            "MODEL",
            "Model folder, its weights in the form of safetensors, PyTorch, TensorFlow or ONNX; or a model's name on a "
            + "hub.",
            ArgumentArity.ExactlyOne);
        Option<string> output = CliOption.Of<string>("--out", TextKind.Path("DIR"), "Folder to write the model to.");
        output.Required = true;
        Option<string?> type = CliOption.Of<string?>(
            "--dtype", new WordKind([.. s_types.Keys]), "Store the weights as this; as they are unless it is given.");
        Option<string> format = CliOption.Of(
            "--format", new WordKind(Safetensors, PyTorch), "The file to write the weights to.", Safetensors);
        Option<bool> json = SharedOptions.Json();
        var command = new Command("convert", "Write a model anew with its weights in another format or type.")
        {
            model, output, type, format, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new ConversionOptions
            {
                Model = HubFolder.Of(parsed.GetRequiredValue(model), context, cancellation),
                Output = parsed.GetRequiredValue(output),
                Type = parsed.GetValue(type) is { } name ? s_types[name] : null,
                Format = parsed.GetValue(format) == PyTorch ? WeightFormat.PyTorch : WeightFormat.Safetensors,
            };
            ConversionResult result = await RunAsync(options, context, cancellation);
            if (parsed.GetValue(json)) context.Output.WriteLine(Json.Line(ConvertedJson.From(options, result)));
            else ConvertedText.Write(result, context.OutputConsole);
            return ExitCode.Done;
        });
        return command;
    }

    private static Task<ConversionResult> RunAsync(
        ConversionOptions options, CliContext context, CancellationToken cancellation)
    {
        var progress = new Latest<ConversionProgress>();
        return InputProgress.RunAsync(
            context,
            context.ErrorIsTerminal,
            () => progress.Value is { AllBytes: > 0 } value ? (double)value.Bytes / value.AllBytes : null,
            () => progress.Value.Bytes / 1_000_000,
            () => Task.Run(() => ModelConversion.Run(options, progress, cancellation), CancellationToken.None),
            "MB");
    }
}
