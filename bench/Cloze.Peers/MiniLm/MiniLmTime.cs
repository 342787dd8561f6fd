namespace Cloze.Peers.MiniLm;

/// <summary>How long one way takes for all texts.</summary>
/// <param name="Name">The way.</param>
/// <param name="Seconds">The median of the rounds.</param>
/// <param name="Texts">How many texts.</param>
/// <param name="Tokens">Their tokens.</param>
internal sealed record MiniLmTime(string Name, double Seconds, int Texts, int Tokens)
{
    /// <summary>Milliseconds a text.</summary>
    public double Milliseconds => 1e3 * Seconds / Texts;

    /// <summary>Tokens a second, padding not counted.</summary>
    public double TokensPerSecond => Tokens / Seconds;
}
