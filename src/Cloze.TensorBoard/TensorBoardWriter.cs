using System.Globalization;
using Cloze.Evaluation;
using Cloze.Training;

namespace Cloze.TensorBoard;

/// <summary>
/// Writes what a run does for TensorBoard: <c>tensorboard --logdir</c> on the folder shows it while it goes on. Each
/// session has a file of its own; one that resumes a run has readers drop what happens anew. A step is written where
/// the run's own log keeps it. Where a file cannot be written the run goes on without.
/// </summary>
/// <param name="folder">
/// The folder; null for <c>training/tensorboard</c> in the run's folder. Event files there are removed when a new run
/// begins.
/// </param>
/// <param name="say">Tells a person that nothing can be written; null for nobody.</param>
/// <param name="clock">The time of the events; null is the system's.</param>
public sealed class TensorBoardWriter(string? folder = null, Action<string>? say = null, TimeProvider? clock = null)
    : ITrainingObserver, IDisposable
{
    private const double SecondsBetweenFlushes = 5;
    private const string RarestTenth = "10";
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private TrainingStart? _start;
    private EventStream? _events;
    private bool _hasFailed;
    private double _flushedAt;

    /// <inheritdoc/>
    public void OnStart(TrainingStart start) => _start = start;

    /// <inheritdoc/>
    public void OnStep(in StepReport step)
    {
        if (step.UpdateRatio is null && !RunHistory.Keeps(step.Position.Step)) return;
        StepReport report = step;
        Try(events =>
        {
            events.Write(
                report.Position.Step,
                ("train/loss", report.Loss),
                ("train/smoothed_loss", report.SmoothedLoss),
                ("train/learning_rate", report.LearningRate),
                ("train/gradient_norm", report.GradientNorm),
                ("train/update_ratio", report.UpdateRatio),
                ("train/tokens_per_second", report.TokensPerSecond),
                ("train/epoch", report.Epochs),
                ("train/next_sentence_accuracy", report.NextSentence?.SmoothedAccuracy));
            if (report.Position.Seconds - _flushedAt < SecondsBetweenFlushes) return;
            _flushedAt = report.Position.Seconds;
            events.Flush();
        });
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationReport evaluation)
    {
        // Of a run that was finished before nothing is written.
        if (_events is null) return;
        string part = evaluation.IsFinal ? "held_out_all" : "held_out";
        Try(events =>
        {
            EvaluationResult result = evaluation.Result;
            events.Write(
                evaluation.Position.Step,
                ($"{part}/loss", result.Loss),
                ($"{part}/perplexity", result.Perplexity),
                ($"{part}/top1_accuracy", result.Top1Accuracy),
                ($"{part}/top5_accuracy", result.Top5Accuracy),
                ($"{part}/next_sentence_accuracy", result.NextSentence?.Accuracy),
                ($"{part}/top1_accuracy_of_the_rarest_tenth", evaluation.ByFrequency.FirstOrDefault(
                    group => group.Name == RarestTenth)?.Top1Accuracy));
            if (evaluation.Examples.Count > 0)
            {
                events.Write(evaluation.Position.Step, $"{part}/sentences", EventText.Of(evaluation.Examples));
            }

            events.Flush();
        });
    }

    /// <inheritdoc/>
    public void OnCheckpoint(int step, string folder)
    {
        if (_events is not null) Try(events => events.Flush());
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        try
        {
            _events?.Dispose();
        }
        catch (IOException error)
        {
            Fail(error);
        }

        _events = null;
    }

    private void Try(Action<EventStream> write)
    {
        if (_hasFailed) return;
        try
        {
            write(_events ??= Open());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(error);
        }
    }

    private void Fail(Exception error)
    {
        if (!_hasFailed) say?.Invoke($"Cannot write for TensorBoard: {error.Message} The run goes on without.");
        _hasFailed = true;
    }

    private EventStream Open()
    {
        TrainingStart start = _start ?? throw new InvalidOperationException("The run has not begun.");
        string path = folder ?? Path.Combine(start.Options.Output, "training", "tensorboard");
        Directory.CreateDirectory(path);
        int done = start.Position.Step;
        if (done == 0) RemoveEvents(path);
        string seconds = _clock.GetUtcNow().ToUnixTimeSeconds().ToString("D10", CultureInfo.InvariantCulture);
        string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds}.cloze.{done}");
        var events = new EventStream(Path.Combine(path, name), done + 1, _clock);
        events.Write(done, "run/options", EventText.Block(start.Options.Options.ToJson()));
        return events;
    }

    private static void RemoveEvents(string path)
    {
        foreach (string file in Directory.EnumerateFiles(path, "events.out.tfevents.*.cloze.*")) File.Delete(file);
    }
}
