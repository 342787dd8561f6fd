using System.Text.Json;

namespace Cloze.Training;

/// <summary>Tells of steps that were not applied: a sentence to the observer, a line to a file.</summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="observer">Hears of each.</param>
internal sealed class SkippedSteps(CheckpointFolder folder, ITrainingObserver observer)
{
    private const string FileName = "skipped-steps.jsonl";
    private const int MostShown = 8;

    /// <summary>The file's path.</summary>
    /// <param name="training">The folder of the run's own files.</param>
    public static string PathIn(string training) => Path.Combine(training, FileName);

    /// <summary>Takes away what lies beyond a step, where a run goes on from a checkpoint of it.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="step">The checkpoint's step.</param>
    public static void KeepUpTo(CheckpointFolder folder, int step)
    {
        string path = PathIn(folder.Training);
        try
        {
            if (!File.Exists(path)) return;
            long length = StepLines.LengthUpTo(path, step);
            if (length == new FileInfo(path).Length) return;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, 0);
            file.SetLength(length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing depends on the file, and the next line that cannot be written is told of.
        }
    }

    /// <summary>Tells of a step.</summary>
    /// <param name="report">The step.</param>
    /// <param name="sequences">What it has read.</param>
    /// <param name="guard">Judged it.</param>
    public void Add(in StepReport report, StepSequences sequences, LossGuard guard)
    {
        observer.OnMessage(Reason(report, guard) + " " + Name(sequences));
        TryWrite(new SkippedStep
        {
            Step = report.Position.Step,
            Reason = report.Fault == StepFault.Spike ? "spike" : "not-finite",
            Loss = Finite(guard.Loss),
            GradientNorm = Finite(report.GradientNorm),
            Ceiling = Finite(guard.Ceiling),
            LearningRate = report.LearningRate,
            Epoch = sequences.Begin.Epoch,
            Place = sequences.Begin.Place,
            Sequences = sequences.Numbers,
        });
    }

    private static string Reason(in StepReport report, LossGuard guard) => report.Fault == StepFault.Spike
        ? FormattableString.Invariant(
            $"Step {report.Position.Step} was not applied: its loss of {guard.Loss:F3} nats is a spike, above ")
            + FormattableString.Invariant($"{guard.Ceiling:F3}.")
        : FormattableString.Invariant(
            $"Step {report.Position.Step} was not applied: its loss is {guard.Loss}, the gradients' norm ")
            + FormattableString.Invariant($"{report.GradientNorm}, both expected finite.");

    private static string Name(StepSequences sequences)
    {
        string more = sequences.Numbers.Count > MostShown ? ", ..." : "";
        return FormattableString.Invariant(
            $"Its {sequences.Numbers.Count} sequences of epoch {sequences.Begin.Epoch} are ")
            + $"{string.Join(", ", sequences.Numbers.Take(MostShown))}{more}.";
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private void TryWrite(SkippedStep step)
    {
        try
        {
            string line = JsonSerializer.Serialize(step, SkippedStepJson.Default.SkippedStep);
            File.AppendAllText(PathIn(folder.Training), line + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            observer.OnMessage($"The step could not be written to {FileName}: {error.Message}");
        }
    }
}
