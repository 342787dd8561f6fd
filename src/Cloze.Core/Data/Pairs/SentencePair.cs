namespace Cloze.Data;

/// <summary>Two texts that stand in one sequence, and what is asked of them.</summary>
/// <param name="First">The first text, at least one token.</param>
/// <param name="Second">The second; empty where a text stands alone.</param>
/// <param name="Label">
/// 0 where the second text follows the first, 1 where it is random or the two were swapped, <see cref="NotAsked"/>
/// where nothing is asked.
/// </param>
/// <param name="MaskKey">Drawn for the pair: its masks are drawn from a stream of this key.</param>
internal readonly record struct SentencePair(TokenSpan First, TokenSpan Second, int Label, uint MaskKey)
{
    /// <summary>The label of a text that stands alone.</summary>
    public const int NotAsked = -1;

    /// <summary>Tokens of the sequence, special ones included.</summary>
    public int TokenCount => First.Length + Second.Length
        + (Second.Length > 0 ? PairOptions.SpecialTokens : PairOptions.SpecialTokens - 1);
}
