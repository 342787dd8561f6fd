namespace Cloze.Training;

/// <summary>Tokens a second, older steps counting less and less.</summary>
internal sealed class SpeedMeter
{
    /// <summary>After this many seconds a step counts 1 / e.</summary>
    private const double Memory = 5;

    private double _tokens;
    private double _seconds;

    public double TokensPerSecond => _seconds > 0 ? _tokens / _seconds : 0;

    public void Add(int tokens, double seconds)
    {
        double fade = Math.Exp(-seconds / Memory);
        _tokens = (_tokens * fade) + tokens;
        _seconds = (_seconds * fade) + seconds;
    }
}
