using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Compute;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze devices</c>: what this machine can compute on, and what was looked for where.</summary>
internal static class DevicesCommand
{
    public static readonly string[] Examples =
    [
        "cloze devices",
        "cloze devices --json",
    ];

    public static Command Create(CliContext context)
    {
        Option<bool> json = SharedOptions.Json();
        var command = new Command("devices", "List what can be computed on, and what was looked for where.") { json };
        command.SetAction(parsed =>
        {
            string processor = EngineOptions.ProcessorName();
            IReadOnlyList<LibraryProbe> probes = CudaDevices.Probe();
            if (parsed.GetValue(json)) context.Output.WriteLine(Json.Line(DevicesJson.From(processor, probes)));
            else DevicesTable.Write(processor, probes, context.OutputConsole);
            return ExitCode.Done;
        });
        return command;
    }
}
