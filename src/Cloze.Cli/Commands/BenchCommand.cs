using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze bench</c>: what this machine reaches, and how long training would take on it.</summary>
internal static class BenchCommand
{
    public static readonly string[] Examples =
    [
        "cloze bench                                       # every preset, about a minute",
        "cloze bench --data notes/ --preset mini           # how long would mini take on my own text?",
        "cloze bench --threads 1 --seconds 20 --json",
    ];

    public static Command Create(CliContext context)
    {
        var data = new Option<string[]>("--data")
        {
            Description = "Files and folders of text (.txt, .md, .jsonl, each also .gz) to tell training times for. "
                + "Without it: the .NET SDK's reference documentation.",
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        var preset = new Option<Preset?>("--preset")
        {
            Description = "Measure one size of model only.",
            HelpName = "tiny|mini|small|base",
            CustomParser = result => KebabEnum.Parse<Preset>(result),
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "About how long to measure.",
            HelpName = "N",
            DefaultValueFactory = _ => new EngineReportOptions().Seconds,
        };
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("bench", "Measure this machine and tell how long training would take on it.")
        {
            data, preset, seconds, threads, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new EngineReportOptions
            {
                Data = parsed.GetValue(data) is { Length: > 0 } paths ? paths : null,
                Seconds = parsed.GetValue(seconds),
                Threads = parsed.GetValue(threads),
            };
            if (parsed.GetValue(preset) is { } only) options = options with { Presets = [only] };
            Write(EngineReport.Measure(options, context.Error.WriteLine, cancellation), parsed.GetValue(json), context);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Write(EngineReport report, bool json, CliContext context)
    {
        if (json) context.Output.WriteLine(Json.Line(BenchJson.From(report)));
        else BenchTable.Write(report, context.OutputConsole);
    }
}
