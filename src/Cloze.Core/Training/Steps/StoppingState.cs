namespace Cloze.Training;

/// <summary>What a run knows of its held-out losses, in a checkpoint.</summary>
/// <param name="Best">The least of them, in nats; null before the first.</param>
/// <param name="Waited">Evaluations since.</param>
internal sealed record StoppingState(double? Best, int Waited)
{
    /// <summary>Whether so many evaluations without a lower loss are enough.</summary>
    /// <param name="patience">How many are borne; null for any number.</param>
    public bool IsOver(int? patience) => patience is { } most && Waited >= most;
}
