namespace Cloze.Evaluation;

/// <summary>What an evaluation in detail looks at.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// About how many tokens the pseudo-perplexity is measured on, each in a sequence of its own; 0 leaves it out.
    /// </summary>
    public int PseudoTokens { get; init; } = 1024;

    /// <exception cref="ClozeException">A value is outside its range.</exception>
    internal void Validate()
    {
        if (PseudoTokens is >= 0 and <= 1_000_000) return;
        throw new ClozeException(
            FormattableString.Invariant($"PseudoTokens is {PseudoTokens}, expected 0 to 1000000."),
            "Give a number in that range; 0 leaves the pseudo-perplexity out.");
    }
}
