namespace Cloze.Measurement;

/// <summary>How fast something was on a device.</summary>
/// <param name="What">What was timed.</param>
/// <param name="Seconds">Median time of one.</param>
/// <param name="Flops">Useful floating-point operations of one; 0 where bytes are what counts.</param>
/// <param name="Tokens">Real tokens of one; 0 where it has none.</param>
/// <param name="MemoryBytes">Memory of the device in use meanwhile; 0 where it was not looked at.</param>
public sealed record DeviceTiming(string What, double Seconds, double Flops, int Tokens, long MemoryBytes)
{
    /// <summary>Useful operations a second.</summary>
    public double FlopsPerSecond => Flops / Seconds;

    /// <summary>Real tokens a second.</summary>
    public double TokensPerSecond => Tokens / Seconds;
}
