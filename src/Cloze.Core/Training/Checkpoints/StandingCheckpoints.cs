namespace Cloze.Training;

/// <summary>The checkpoints of a run that stand on the disk, as the process that writes them knows them.</summary>
internal sealed class StandingCheckpoints
{
    private readonly List<CheckpointState> _states = [];

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<CheckpointState> All => _states;

    /// <summary>The newest; null where there is none.</summary>
    public CheckpointState? Newest => _states.FirstOrDefault();

    /// <summary>
    /// The checkpoint that a run goes back to: the newest or, where they are saved by steps, the newest that was, since
    /// an interruption may have saved another. Null where there is none.
    /// </summary>
    public CheckpointState? ReturnPoint => _states.Find(IsBySteps) ?? Newest;

    /// <summary>Takes what was found on the disk, the newest first.</summary>
    public void Reset(IEnumerable<CheckpointState> found)
    {
        _states.Clear();
        _states.AddRange(found);
    }

    /// <summary>Takes a new one, and lets go of those that are too old, but for the one to go back to.</summary>
    /// <param name="state">The new one.</param>
    /// <param name="kept">How many are kept.</param>
    public void Add(CheckpointState state, int kept)
    {
        _states.RemoveAll(other => other.Position.Step == state.Position.Step);
        _states.Insert(0, state);
        CheckpointState point = ReturnPoint!;
        for (int i = _states.Count - 1; i >= kept; i--)
        {
            if (!ReferenceEquals(_states[i], point)) _states.RemoveAt(i);
        }
    }

    /// <summary>Goes back to one: those after it stand no longer.</summary>
    public void GoBackTo(CheckpointState state) =>
        _states.RemoveRange(0, _states.FindIndex(other => ReferenceEquals(other, state)));

    /// <summary>Lets go of all but the newest; false where there is no other.</summary>
    public bool KeepNewest()
    {
        if (_states.Count < 2) return false;
        _states.RemoveRange(1, _states.Count - 1);
        return true;
    }

    private static bool IsBySteps(CheckpointState state) =>
        state.Options.CheckpointSteps is { } steps && state.Position.Step % steps == 0;
}
