namespace Cloze.Training;

/// <summary>What of a session goes into a checkpoint, and comes back from one.</summary>
internal sealed class SessionState(
    RunMaterial material, CheckpointFolder folder, Trainer trainer, EarlyStopping stopping)
{
    /// <summary>The run's course so far.</summary>
    public TrainingCurve Curve { get; } = new();

    /// <summary>How far the run has come.</summary>
    public RunPosition Position => trainer.Position;

    /// <summary>Whether every weight is a number: others never take a checkpoint's place.</summary>
    public bool IsFinite => double.IsFinite(material.Model.Backend.SumOfSquares(material.Model.Parameters));

    /// <summary>Where the run stands, but for the tensors.</summary>
    public CheckpointState Capture() => new()
    {
        Options = material.Options.Options,
        Position = trainer.Position,
        SmoothedLoss = trainer.SmoothedLoss,
        NextSentence = trainer.NextSentence,
        Epoch = trainer.NextBatch.Epoch,
        Place = trainer.NextBatch.Place,
        Waiting = trainer.NextBatch.Waiting.ToArray(),
        Phase = trainer.NextBatch.Phase,
        Guard = trainer.Guard.State(),
        Corpus = material.Corpus,
        Baseline = material.Baseline,
        Training = TokenFiles.Describe(material.Training),
        HeldOut = TokenFiles.Describe(material.HeldOut),
        Sentences = material.Sentences is not { } sentences ? null : new StoredSentences(
            TokenFiles.Describe(sentences.Training.Tokens), TokenFiles.Describe(sentences.HeldOut.Tokens)),
        Stopping = stopping.State,
    };

    /// <summary>The run's course for people.</summary>
    public CurveRecord CaptureCurve() => CurveRecord.Of(Capture(), Curve);

    /// <summary>Goes on from where an earlier session stood; the batches are opened there already.</summary>
    /// <exception cref="ClozeException">The checkpoint's tensors are damaged.</exception>
    public void Restore(CheckpointState state)
    {
        ReadTensors(state);
        trainer.Restore(state.Position, state.SmoothedLoss, state.NextSentence);
        trainer.Guard.Restore(state.Guard);
        if (folder.TryReadCurve() is { } record) Curve.Restore(record, state.Position.Step);

        // Without a claim nothing may be written.
        if (material.Claim is not null) SkippedSteps.KeepUpTo(folder, state.Position.Step);
    }

    /// <summary>Goes back to a checkpoint of the run, and on from there with half the learning rate.</summary>
    /// <exception cref="ClozeException">The checkpoint's tensors are damaged.</exception>
    public void GoBack(CheckpointState state)
    {
        ReadTensors(state);
        trainer.Restore(state.Position, state.SmoothedLoss, state.NextSentence);
        trainer.GoBack(material.OpenBatches(state.NextBatch));
        trainer.Guard.GoBack(state.Guard);
        stopping.Restore(state.Stopping);
        Curve.GoBack(state.Position.Step);
        folder.Standing.GoBackTo(state);
    }

    private void ReadTensors(CheckpointState state) =>
        CheckpointTensors.Read(folder.PathOf(state.Tensors), material.Model, trainer.Optimizer);
}
