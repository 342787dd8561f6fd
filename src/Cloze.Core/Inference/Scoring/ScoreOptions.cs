namespace Cloze.Inference;

/// <summary>How a text is scored.</summary>
public sealed record ScoreOptions
{
    /// <summary>
    /// Whether a token is scored with the later pieces of its word masked too (Kauf and Ivanova 2023), so that a word's
    /// pieces do not give each other away. Default false: each token masked alone (Salazar et al. 2020).
    /// </summary>
    public bool WithinWord { get; init; }

    /// <summary>
    /// How many words to propose in the place of each word, the likeliest first, itself left out; 0 for none, which
    /// is the default. Those proposed are one piece long and begin a word.
    /// </summary>
    public int Replacements { get; init; }
}
