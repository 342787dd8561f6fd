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
        "# every preset, about a minute",
        "cloze bench",
        "# how long would mini take on my own text?",
        "cloze bench --data notes/ --preset mini",
        "cloze bench --threads 1 --seconds 20 --json",
    ];

    public static Command Create(CliContext context)
    {
        var corpus = new TableOptions(TrainingOptionTable.Corpus);
        Option<Preset?> preset = CliOption.Of<Preset?>(
            "--preset", TrainingOptionTable.Of("preset").Kind, "Measure one size of model only.");
        Option<double> seconds = CliOption.Of(
            "--seconds",
            EngineReportOptions.SecondsKind,
            "About how long to measure; of a large model three steps are made in any case.",
            new EngineReportOptions().Seconds);
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("bench", "Measure this machine and tell how long training would take on it.")
        {
            preset, seconds, threads, json,
        };
        foreach (Option option in corpus.All) command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var options = new EngineReportOptions
            {
                Corpus = corpus.Read(parsed).ToCorpus(),
                Seconds = parsed.GetValue(seconds),
                Threads = parsed.GetValue(threads),
            };
            if (parsed.GetValue(preset) is { } only) options = options with { Presets = [only] };
            EngineReport report = EngineReport.Measure(options, context.Error.WriteLine, cancellation);
            Write(report, parsed.GetValue(json), context);
            if (!report.IsInterrupted) return Task.FromResult(ExitCode.Done);
            context.Error.WriteLine(CommandLine.Interrupted);
            return Task.FromResult(ExitCode.Interrupted);
        });
        return command;
    }

    private static void Write(EngineReport report, bool json, CliContext context)
    {
        if (json) context.Output.WriteLine(Json.Line(BenchJson.From(report)));
        else BenchTable.Write(report, context.OutputConsole);
    }
}
