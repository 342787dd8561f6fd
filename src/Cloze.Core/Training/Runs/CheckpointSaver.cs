using Cloze.Files;

namespace Cloze.Training;

/// <summary>
/// Saves the checkpoints of a run, whatever the disk does meanwhile: a write that fails in the course of the run is
/// said and tried again later, and the run goes on; at its end it is waited for.
/// </summary>
internal sealed class CheckpointSaver(
    RunMaterial material,
    CheckpointFolder folder,
    Optimizer optimizer,
    SessionState session,
    ITrainingObserver observer,
    Action<CancellationToken>? wait = null)
{
    /// <summary>Training time after which a checkpoint that failed is tried again, in seconds.</summary>
    private const double RetrySeconds = 60;

    private const int WaitSeconds = 10;
    private const int MostAttempts = 60;

    private readonly double _interval = material.Options.CheckpointSeconds;
    private readonly int? _steps = material.Options.Options.CheckpointSteps;
    private readonly Action<CancellationToken> _wait =
        wait ?? (cancellation => cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(WaitSeconds)));

    private double _nextAt = double.PositiveInfinity;
    private RunPosition? _saved;

    private static string Patience => FormattableString.Invariant(
        $"It is tried again every {WaitSeconds} seconds, {MostAttempts} times: free some disk space, or interrupt.");

    /// <summary>Counts the time to the next checkpoint from here.</summary>
    public void CountFrom(RunPosition position) => (_nextAt, _saved) = (position.Seconds + _interval, null);

    /// <summary>Whether a checkpoint is due.</summary>
    public bool IsDue(RunPosition position) =>
        _steps is { } steps ? position.Step % steps == 0 : position.Seconds >= _nextAt;

    /// <summary>Saves a checkpoint in the course of a run; what the disk will not have is said.</summary>
    public void Save()
    {
        WriteCurve();
        CheckpointState state = session.Capture();
        bool isSaved = Try(() => Commit(state), "Training goes on, and the checkpoint is tried again.");
        CountFrom(state.Position);
        if (!isSaved) _nextAt = state.Position.Seconds + Math.Min(_interval, RetrySeconds);
        else if (Try(() => folder.Publish(material.Model), "Training goes on; the checkpoint itself is saved."))
        {
            _saved = state.Position;
        }
    }

    /// <summary>
    /// Saves the last checkpoint of a run, or of an interrupted session; weights that are not finite never take
    /// another's place.
    /// </summary>
    /// <param name="cancellation">Ends the waiting for a disk.</param>
    /// <exception cref="ClozeException">The disk would not have it; the checkpoint before stands.</exception>
    public void SaveLast(CancellationToken cancellation)
    {
        if (!session.IsFinite || _saved == session.Position) return;
        if (Directory.Exists(folder.Training))
        {
            WriteCurve();
            CheckpointState state = session.Capture();
            Insist(() => Commit(state), cancellation);
            Insist(() => folder.Publish(material.Model), cancellation);
            return;
        }

        folder.Rescue(material.Model, material.Tokenizer);
        observer.OnMessage(
            $"{folder.Training} was taken away while the run was writing to it. The model is saved in {folder.Model}; "
            + "the run cannot go on from there.");
    }

    /// <summary>
    /// Writes the model of a finished run whose process ended between its last checkpoint and its model; nothing where
    /// the model stands.
    /// </summary>
    /// <param name="cancellation">Ends the waiting for a disk.</param>
    /// <exception cref="ClozeException">The disk would not have it.</exception>
    public void PublishWhatIsBehind(CancellationToken cancellation)
    {
        if (!folder.IsModelBehind) return;
        Insist(() => folder.Publish(material.Model), cancellation);
        observer.OnMessage("The run had ended before its model was written; it is written now.");
    }

    /// <summary>Writes the run's course, for people.</summary>
    public void WriteCurve()
    {
        if (Directory.Exists(folder.Training)) Try(() => folder.WriteCurve(session.CaptureCurve()));
    }

    /// <summary>Writes what the run does not hang on; what goes wrong is said.</summary>
    /// <param name="write">Writes it.</param>
    /// <param name="then">What becomes of the run, a sentence.</param>
    /// <returns>Whether it was written.</returns>
    public bool Try(Action write, string then = "Training goes on.")
    {
        try
        {
            write();
            return true;
        }
        catch (ClozeException fault) when (DiskFault.Is(fault))
        {
            observer.OnMessage(Directory.Exists(folder.Training)
                ? $"{fault.Message} {then}"
                : $"{folder.Training} is gone. Training goes on; the model is written anew at its end.");
            return false;
        }
    }

    private void Commit(CheckpointState state)
    {
        try
        {
            folder.Save(state, material.Model, optimizer);
        }
        catch (ClozeException fault) when (DiskFault.IsFull(fault))
        {
            if (!folder.MakeRoom()) throw;
            int step = folder.Standing.Newest!.Position.Step;
            observer.OnMessage(FormattableString.Invariant(
                $"{fault.Message} All checkpoints but that of step {step} are given up."));
            folder.Save(state, material.Model, optimizer);
        }

        observer.OnCheckpoint(state.Position.Step, folder.Model);
    }

    private void Insist(Action write, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                write();
                return;
            }
            catch (ClozeException fault) when (DiskFault.Is(fault))
            {
                if (attempt == MostAttempts || cancellation.IsCancellationRequested) throw GivenUp(fault);
                if (attempt == 1) observer.OnMessage($"{fault.Message} {Patience}");
                _wait(cancellation);
            }
        }
    }

    private ClozeException GivenUp(ClozeException fault) => new(
        folder.Standing.Newest is { } state
            ? FormattableString.Invariant($"{fault.Message} The checkpoint of step {state.Position.Step} stands.")
            : fault.Message,
        "Free some disk space, then give `resume` to go on from there.",
        fault);
}
