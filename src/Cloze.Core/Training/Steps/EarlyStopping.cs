namespace Cloze.Training;

/// <summary>Ends a run whose held-out loss has not fallen for some evaluations (Prechelt 1998).</summary>
/// <param name="patience">How many such evaluations are borne; null for any number.</param>
/// <param name="state">Where an earlier session of the run stood; null where there was none.</param>
internal sealed class EarlyStopping(int? patience, StoppingState? state)
{
    /// <summary>What was heard so far.</summary>
    public StoppingState State { get; private set; } = state ?? new StoppingState(null, 0);

    /// <summary>Whether the run ends.</summary>
    public bool IsOver => State.IsOver(patience);

    /// <summary>Goes back to what was heard up to a checkpoint.</summary>
    public void Restore(StoppingState? state) => State = state ?? new StoppingState(null, 0);

    /// <summary>Takes the held-out loss of an evaluation, in nats.</summary>
    public void Hear(double loss) => State = loss < (State.Best ?? double.PositiveInfinity)
        ? new StoppingState(loss, 0)
        : State with { Waited = State.Waited + 1 };
}
