using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cloze.Evaluation;
using Cloze.TensorBoard;
using Cloze.Tests.Cli;
using Cloze.Tests.Reference;
using Cloze.Tests.Training;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.TensorBoard;

/// <summary>Event files of whole runs, read back by the published definitions and by a JavaScript library.</summary>
public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly RecordingObserver _observer = new();
    private readonly List<string> _said = [];

    private string Folder => Path.Combine(_run.Output, "training", "tensorboard");

    private string[] Files => [.. Directory.GetFiles(Folder).Order(StringComparer.Ordinal)];

    public void Dispose() => _run.Dispose();

    [Fact]
    public void ARunHasItsFigures()
    {
        Run(_run.Options(20));
        List<ReadEvent> events = EventFileReader.Events(Assert.Single(Files));
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal((1, 1), (events[1].Step, events[1].SessionStatus));
        Assert.Contains("\"batch_tokens\": 64", events[2].Texts["run/options"]);
        Every.Item(events, one => Assert.InRange(one.WallTime, 1.7e9, 1e11));
        Assert.Equal(
            _observer.Steps.Select(step => (step.Position.Step, (float)step.Loss, (float)step.UpdateRatio!.Value)),
            events.Where(one => one.Numbers.ContainsKey("train/loss")).Select(
                one => (one.Step, one.Numbers["train/loss"], one.Numbers["train/update_ratio"])));
        ReadEvent end = events.Single(one => one.Numbers.ContainsKey("held_out_all/loss"));
        EvaluationReport told = _observer.Evaluations[^1];
        Assert.Equal((float)told.Result.Loss, end.Numbers["held_out_all/loss"]);
        Assert.Equal((float)told.Result.Top1Accuracy, end.Numbers["held_out_all/top1_accuracy"]);
    }

    [Fact]
    public void TheSecondTaskHasItsFigures()
    {
        string folder = Path.Combine(_run.Path, "board");
        using (var board = new TensorBoardWriter(folder))
        {
            board.OnStart(SampleResults.Start());
            board.OnStep(new StepReport(new RunPosition(1, 64, 0.1), 640, 3, 3, 0.1f, 2, 0.5, 1, 0.1)
            {
                NextSentence = new NextSentenceReport(0.7, 0.6, 0.625),
            });
            EvaluationResult result = SampleResults.Evaluation with
            {
                NextSentence = new NextSentenceResult(0.5, 0.75, 8, 0.5, "hash"),
            };
            board.OnEvaluation(new EvaluationReport(new RunPosition(1, 64, 0.1), result, false));
        }

        List<ReadEvent> events = EventFileReader.Events(Assert.Single(Directory.GetFiles(folder)));
        Assert.Equal(0.625f, Assert.Single(
            events, one => one.Numbers.ContainsKey("train/next_sentence_accuracy"))
            .Numbers["train/next_sentence_accuracy"]);
        Assert.Equal(0.75f, events[^1].Numbers["held_out/next_sentence_accuracy"]);
    }

    [Fact]
    public void TheSentencesAreATableWithoutMarkupOfTheirOwn()
    {
        string folder = Path.Combine(_run.Path, "board");
        using (var board = new TensorBoardWriter(folder))
        {
            board.OnStart(SampleResults.Start());
            board.OnStep(new StepReport(new RunPosition(1, 64, 0.1), 640, 3, 3, 0.1f, 2, 0.5, 1, 0.1));
            board.OnEvaluation(new EvaluationReport(new RunPosition(1, 64, 0.1), SampleResults.Evaluation, false)
            {
                Examples = [new FilledMask("a | [MASK]\n*b*", "<é>", [new MaskPrediction("c", 0.5f)])],
            });
        }

        ReadEvent last = EventFileReader.Events(Assert.Single(Directory.GetFiles(folder)))[^1];
        Assert.Equal(
            "| sentence | true word | guesses |\n|---|---|---|\n"
            + "| a \\| \\[MASK\\]\\\\n\\*b\\* | \\<é\\> | c 50.0 % |\n",
            last.Texts["held_out/sentences"]);
    }

    [Fact]
    public void AResumedRunHasASecondFileThatTakesOverFromItsCheckpoint()
    {
        using var interruption = new CancellationTokenSource();
        var stop = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 8) interruption.Cancel();
            },
        };
        using (var board = new TensorBoardWriter())
        {
            _run.Run(
                _run.Options(20), new TrainingObservers(stop, board), new ReferenceBackend(), interruption.Token);
        }

        Run(new TrainingOptions { Output = _run.Output, Resume = true });
        Assert.Equal(2, Files.Length);
        List<ReadEvent> second = EventFileReader.Events(Files.Single(file => file.EndsWith(".8")));
        Assert.Equal((9, 1), (second[1].Step, second[1].SessionStatus));
        Assert.Equal(
            Enumerable.Range(9, 12),
            second.Where(one => one.Numbers.ContainsKey("train/loss")).Select(one => one.Step));
    }

    [Fact]
    public void ANewRunTakesAwayTheFilesOfTheOneBefore()
    {
        Run(_run.Options(3));
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "");
        Run(_run.Options(3) with { Force = true });
        Assert.Single(Files, file => file.Contains("tfevents"));
        Assert.Single(Files, file => file.EndsWith("notes.txt"));
    }

    [Fact]
    public void AFinishedRunThatIsResumedWritesNothing()
    {
        _run.Run(_run.Options(3));
        Run(new TrainingOptions { Output = _run.Output, Resume = true });
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void WhatCannotBeWrittenIsSaidOnceAndTheRunGoesOn()
    {
        string file = Path.Combine(_run.Path, "a-file");
        File.WriteAllText(file, "");
        using var board = new TensorBoardWriter(Path.Combine(file, "below"), _said.Add);
        TrainingResult result = _run.Run(_run.Options(5), board);
        Assert.Equal(5, result.Position.Step);
        Assert.StartsWith("Cannot write for TensorBoard: ", Assert.Single(_said));
    }

    [Fact]
    public async Task TheCommandWritesThemWhereItIsAskedTo()
    {
        string[] train =
        [
            "train", "--data", _run.Corpus, "--from", _run.Start, "--out", _run.Output, "--threads", "1",
            "--batch-tokens", "64", "--steps", "3",
        ];
        Assert.Equal(0, (await CliRun.Of(train)).ExitCode);
        Assert.False(Directory.Exists(Folder));
        Assert.Equal(0, (await CliRun.Of([.. train, "--force", "--tensorboard"])).ExitCode);
        Assert.Single(Files);
    }

    [Fact]
    public async Task AReaderInJavaScriptSeesTheSame()
    {
        string tool = Path.Combine(Root(), "tools", "event-reader");
        string package = Path.Combine(tool, "node_modules", "protobufjs");
        if (!Directory.Exists(package)) Assert.Skip("missing: tools/event-reader/node_modules/protobufjs");
        Run(_run.Options(10));
        JsonElement[] seen = [.. JsonElement.Parse(await Node(Path.Combine(tool, "read.mjs"), Files[0]))
            .EnumerateArray()];
        List<ReadEvent> events = EventFileReader.Events(Files[0]);
        Assert.Equal(events.Count, seen.Length);
        for (int i = 0; i < seen.Length; i++)
        {
            Assert.Equal(events[i].Step, seen[i].GetProperty("step").GetInt32());
            Assert.Equal(
                events[i].Numbers.Select(number => (number.Key, number.Value)),
                seen[i].GetProperty("numbers").EnumerateObject().Select(
                    number => (number.Name, number.Value.GetSingle())));
            Assert.Equal(
                events[i].Texts.Select(text => (text.Key, text.Value)),
                seen[i].GetProperty("texts").EnumerateObject().Select(
                    text => (text.Name, text.Value.GetString()!)));
        }
    }

    private void Run(TrainingOptions options)
    {
        using var board = new TensorBoardWriter();
        _run.Run(options, new TrainingObservers(_observer, board));
    }

    private static async Task<string> Node(params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo("node", words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
