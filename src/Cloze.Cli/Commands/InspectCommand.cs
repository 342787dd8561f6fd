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
        "cloze inspect bert-folder --json",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> model = SharedOptions.Model();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("inspect", "Show configuration, parameters, tensors and the loading report.")
        {
            model, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string folder = HubFolder.Of(parsed.GetRequiredValue(model), context, cancellation);
            var inspection = ModelInspection.Read(folder);
            if (parsed.GetValue(json)) context.Output.WriteLine(Json.Line(InspectJson.From(inspection)));
            else InspectTable.Write(inspection, context.OutputConsole);
            return Task.FromResult(inspection.Problems.Count == 0 ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
