namespace Cloze.Training;

/// <summary>The checkpoints from which a run can go on.</summary>
/// <param name="Standing">What stands on the disk, the newest first; that one is sound. There is one at least.</param>
/// <param name="Faults">What is wrong with those that are newer, a sentence each.</param>
internal sealed record FoundCheckpoint(IReadOnlyList<CheckpointState> Standing, IReadOnlyList<string> Faults)
{
    /// <summary>The newest that is sound.</summary>
    public CheckpointState State => Standing[0];
}
