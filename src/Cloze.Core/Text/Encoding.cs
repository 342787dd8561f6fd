using System.Collections.Immutable;

namespace Cloze.Text;

/// <summary>A text, or a pair of texts, as a model reads it: T tokens, each with what is known of it.</summary>
public sealed class Encoding
{
    internal Encoding(
        ImmutableArray<int> inputIds,
        ImmutableArray<int> tokenTypeIds,
        ImmutableArray<int> specialTokensMask,
        ImmutableArray<string> tokens,
        ImmutableArray<TextSpan> offsets,
        ImmutableArray<int> wordIds)
    {
        InputIds = inputIds;
        TokenTypeIds = tokenTypeIds;
        AttentionMask = [.. Enumerable.Repeat(1, inputIds.Length)];
        SpecialTokensMask = specialTokensMask;
        Tokens = tokens;
        Offsets = offsets;
        WordIds = wordIds;
    }

    /// <summary>The ids, <c>[T]</c>.</summary>
    public ImmutableArray<int> InputIds { get; }

    /// <summary>0 for the first text and its special tokens, 1 for the second, <c>[T]</c>.</summary>
    public ImmutableArray<int> TokenTypeIds { get; }

    /// <summary>1 everywhere, as nothing is padded, <c>[T]</c>.</summary>
    public ImmutableArray<int> AttentionMask { get; }

    /// <summary>1 for the tokens that were put round the text, 0 for those of the text, <c>[T]</c>.</summary>
    public ImmutableArray<int> SpecialTokensMask { get; }

    /// <summary>The word pieces, <c>[T]</c>.</summary>
    public ImmutableArray<string> Tokens { get; }

    /// <summary>Where each token stands in its own text, <c>[T]</c>; (0, 0) for those put round it.</summary>
    public ImmutableArray<TextSpan> Offsets { get; }

    /// <summary>
    /// The number of the word in its own text that each token is of, <c>[T]</c>; -1 for those put round it.
    /// </summary>
    public ImmutableArray<int> WordIds { get; }
}
