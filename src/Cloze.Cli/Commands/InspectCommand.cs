using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Inference;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze inspect</c>: what a model folder holds.</summary>
internal static class InspectCommand
{
    public static readonly string[] Examples =
    [
        "cloze inspect my-model",
        "cloze inspect bert-base-uncased --json",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> model = SharedOptions.Model();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("inspect", "Show configuration, parameters, tensors and the loading report.")
        {
            model, json,
        };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetRequiredValue(model);
            using MaskedLanguageModel loaded = MaskedLanguageModel.Load(folder, threads: 1);
            InspectJson report = InspectJson.From(folder, loaded);
            if (parsed.GetValue(json)) context.Output.WriteLine(Json.Line(report));
            else InspectTable.Write(report, context.OutputConsole);
            return ExitCode.Done;
        });
        return command;
    }
}
