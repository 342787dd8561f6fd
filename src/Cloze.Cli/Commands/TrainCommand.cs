using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering.Training;
using Cloze.Hub;
using Cloze.TensorBoard;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze train</c>: from raw text to a trained model folder.</summary>
internal static class TrainCommand
{
    public static readonly string[] Examples =
    [
        "# ten minutes on the reference documentation that the .NET SDK carries",
        "cloze train",
        "cloze train --data notes/ --out my-model --preset mini --minutes 60",
        "cloze train --from my-bert --data tickets.jsonl --out support-bert",
        "cloze train --from my-bert --data tickets.jsonl --extend-vocab 2000",
        "cloze train --masking whole-word --mask-rate \"0.3->0.15\"",
        "# a large corpus, tokenised once",
        "cloze prepare --data books/ --out store",
        "cloze train --data store --preset mini --minutes 60",
        "# go on after Ctrl-C or a crash",
        "cloze train --out my-model --resume",
        "cloze train --steps 200 --json > run.jsonl",
    ];

    public static Command Create(CliContext context)
    {
        var options = new TableOptions(TrainingOptionTable.All);
        Option<string?> config = CliOption.Of<string?>(
            "--config", TextKind.Path("FILE.json"), "Options from a file; the command line goes before it.");
        Option<bool> board = CliOption.Switch(
            "--tensorboard", "Write the run for TensorBoard, too: training/tensorboard in the output folder.");
        Option<bool> json = SharedOptions.Json();
        var command = new Command("train", "Train a masked language model from raw text, or adapt one.");
        foreach (Option option in options.All) command.Add(option);
        command.Add(config);
        command.Add(board);
        command.Add(json);
        command.SetAction((parsed, cancellation) => Task.FromResult(
            Run(
                WithFolder(Read(options.Read(parsed), parsed.GetValue(config)), context, cancellation),
                parsed.GetValue(json),
                parsed.GetValue(board),
                context,
                command,
                cancellation)));
        return command;
    }

    /// <summary>The options given, over those of the file.</summary>
    /// <exception cref="ClozeException">The file cannot be read or holds what no options file holds.</exception>
    /// <exception cref="UsageException">The options do not go together.</exception>
    private static TrainingOptions Read(TrainingOptions given, string? file)
    {
        TrainingOptions options = file is null ? given : TrainingOptions.Load(file).With(given);
        try
        {
            options.Validate();
            return options;
        }
        catch (ClozeException error)
        {
            throw new UsageException(error.Message, error.Hint);
        }
    }

    // Names of models on a hub become folders before anything else is done.
    private static TrainingOptions WithFolder(
        TrainingOptions options, CliContext context, CancellationToken cancellation) => options with
        {
            From = options.From is { } model ? HubFolder.Of(model, context, cancellation) : null,
            Tokenizer = options.Tokenizer is { } name
                ? HubFolder.Of(name, context, cancellation, HubParts.Tokenizer)
                : null,
        };

    private static int Run(
        TrainingOptions options,
        bool json,
        bool forBoard,
        CliContext context,
        Command verb,
        CancellationToken cancellation)
    {
        using TensorBoardWriter? board = forBoard ? new TensorBoardWriter(say: context.Warn) : null;
        TrainingResult Train(ITrainingObserver observer) => TrainingVoice.Run(
            options, board is null ? observer : new TrainingObservers(observer, board), verb, cancellation);
        TrainingResult result = json ? Train(new JsonProgress(context)) : RunForPeople(Train, context);
        return result.IsInterrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static TrainingResult RunForPeople(Func<ITrainingObserver, TrainingResult> train, CliContext context)
    {
        TrainingResult result = LiveProgress.Fits(context)
            ? LiveProgress.Run(context, train)
            : train(new PlainProgress(context.Error));
        TrainingSummary.Write(result, context.OutputConsole);
        return result;
    }
}
