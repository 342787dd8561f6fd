namespace Cloze.Doctor;

/// <summary>What a run is expected to take on this machine.</summary>
/// <param name="Model">The size of the model: a preset's name, or the folder it is from.</param>
/// <param name="Parameters">Number of weights.</param>
/// <param name="TokensPerSecond">Speed of training steps, measured here; null where memory is too little.</param>
/// <param name="EpochTokens">Tokens of one pass over the corpus, estimated from the sample.</param>
/// <param name="MemoryBytes">Memory that training takes.</param>
/// <param name="MachineBytes">Memory that there is.</param>
/// <param name="DiskBytes">Room that model, checkpoint, best model and sequences take.</param>
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

    /// <summary>Seconds of one pass over the corpus; null where the speed is not known.</summary>
    public double? EpochSeconds => EpochTokens / TokensPerSecond;

    /// <summary>Passes that ten minutes make, the default budget; null where the speed is not known.</summary>
    public double? EpochsInTenMinutes => TenMinutes / EpochSeconds;
}
