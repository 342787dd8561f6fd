namespace Cloze.Doctor;

/// <summary>What a run is expected to take on this machine.</summary>
/// <param name="Model">The size of the model: a preset's name, or the folder it is from.</param>
/// <param name="Parameters">Number of weights.</param>
/// <param name="TokensPerSecond">Speed of training steps, measured here; null where memory is too little.</param>
/// <param name="EpochTokens">Tokens of one pass over the corpus, estimated from the sample.</param>
/// <param name="MemoryBytes">Memory that training takes.</param>
/// <param name="MachineBytes">Memory that there is.</param>
/// <param name="DiskBytes">
/// Most room that the checkpoints that are kept, the next one, the model, the best one and the sequences take.
/// </param>
/// <param name="FreeBytes">Room that there is in the working folder; null where it is not known.</param>
public sealed record RunCost(
    string Model,
    long Parameters,
    double? TokensPerSecond,
    long EpochTokens,
    long MemoryBytes,
    long MachineBytes,
    long DiskBytes,
    long? FreeBytes)
{
    private const double TenMinutes = 600;

    /// <summary>Room without which a run is refused: two checkpoints, the model and the sequences.</summary>
    internal long LeastDiskBytes { get; init; }

    /// <summary>Seconds of one pass over the corpus; null where the speed is not known.</summary>
    public double? EpochSeconds => EpochTokens / TokensPerSecond;

    /// <summary>Passes that ten minutes make, the default budget; null where the speed is not known.</summary>
    public double? EpochsInTenMinutes => TenMinutes / EpochSeconds;
}
