namespace Cloze.Text;

/// <summary>What an encoding shall contain.</summary>
public sealed record EncodingOptions
{
    /// <summary>Whether the classification and separator tokens are put round the text.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>
    /// The longest result in tokens, special ones counted; <see langword="null"/> is what the tokenizer was saved with,
    /// which mostly is no limit. Below the number of special tokens nothing is cut.
    /// </summary>
    public int? MaximumLength { get; init; }

    /// <summary>Which part is cut where the result would be longer than <see cref="MaximumLength"/>.</summary>
    public TruncationStrategy Truncation { get; init; } = TruncationStrategy.LongestFirst;
}
