namespace Cloze.Data;

/// <summary>Where training stands in its data: all that a checkpoint needs to go on with the same batches.</summary>
/// <param name="Epoch">Passes over the corpus whose turns have all come.</param>
/// <param name="Place">Turns of the running pass that have come.</param>
/// <param name="Waiting">Turns among those that have come and are in no batch yet.</param>
/// <param name="Phase">The phase of the run, by the length of its sequences; 0 where it has but one.</param>
internal readonly record struct BatchPosition(
    uint Epoch, long Place, WaitingTurns Waiting = default, int Phase = 0);
