using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Doctor;
using Cloze.Hub;
using Cloze.Measurement;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze doctor</c>: what spoils a run, found before it starts.</summary>
internal static class DoctorCommand
{
    public static readonly string[] Examples =
    [
        "cloze doctor --data notes/",
        "# before a model is adapted: does its vocabulary fit my text?",
        "cloze doctor --data tickets.jsonl --model my-bert",
        "cloze doctor --data dump.parquet --text-field body --preset mini --json",
    ];

    public static Command Create(CliContext context)
    {
        var corpus = new TableOptions(TrainingOptionTable.Corpus);
        Option<string?> model = CliOption.Of<string?>(
            "--model",
            TextKind.Path("MODEL"),
            "The model that would be continued, its folder or its name on a hub: its vocabulary, its size.");
        Option<Preset?> preset = CliOption.Of<Preset?>(
            "--preset", TrainingOptionTable.Of("preset").Kind, "The size of a new model; tiny-modern unless given.");
        TrainingOption vocabulary = TrainingOptionTable.Of("vocabulary_size");
        Option<int> size = CliOption.Of("--vocab-size", vocabulary.Kind, vocabulary.Help, 8192);
        Option<VocabularyKind?> kind = CliOption.Of<VocabularyKind?>(
            "--vocab-kind",
            TrainingOptionTable.Of("vocabulary_kind").Kind,
            "The kind of a new vocabulary; wordpiece unless it is given.");
        Option<bool> cased = CliOption.Switch("--cased", TrainingOptionTable.Of("cased").Help);
        Option<double> seconds = CliOption.Of(
            "--seconds",
            EngineReportOptions.SecondsKind,
            "About how long to measure training steps; of a large model three are made in any case.",
            new DoctorOptions().Seconds);
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "doctor", "Find what spoils a training run before it starts; the exit code is 1 where it would fail.")
        {
            model, preset, size, kind, cased, seconds, threads, json,
        };
        foreach (Option option in corpus.All) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new DoctorOptions
            {
                Corpus = corpus.Read(parsed).ToCorpus(),
                Model = parsed.GetValue(model) is { } name
                    ? HubFolder.Of(name, context, cancellation, HubParts.Tokenizer)
                    : null,
                Preset = parsed.GetValue(preset) ?? new DoctorOptions().Preset,
                VocabularySize = parsed.GetValue(size),
                VocabularyKind = parsed.GetValue(kind) ?? VocabularyKind.WordPiece,
                Cased = parsed.GetValue(cased),
                Seconds = parsed.GetValue(seconds),
                Threads = parsed.GetValue(threads),
            };
            DoctorReport report = await ExamineAsync(options, context, cancellation);
            Write(report, parsed.GetValue(json), context);
            return report.IsFatal ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static Task<DoctorReport> ExamineAsync(
        DoctorOptions options, CliContext context, CancellationToken cancellation)
    {
        var progress = new DoctorProgress();
        return InputProgress.RunAsync(
            context,
            context.ErrorIsTerminal,
            () => progress.Share,
            () => progress.Documents,
            () => Task.Run(() => CorpusDoctor.Examine(options, progress, cancellation), CancellationToken.None),
            "documents");
    }

    // What is advised is done with `cloze train`, whose options are named.
    private static void Write(DoctorReport report, bool json, CliContext context)
    {
        Command train = TrainCommand.Create(context);
        string WithOptions(string text) => OptionNames.Render(text, train);
        if (json) context.Output.WriteLine(Json.Line(DoctorJson.From(report, WithOptions)));
        else DoctorTable.Write(report, WithOptions, context.OutputConsole);
    }
}
