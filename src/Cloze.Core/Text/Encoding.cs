using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Cloze.Text;

/// <summary>A text, or a pair of texts, as a model reads it: T tokens, each with what is known of it.</summary>
public sealed class Encoding
{
    private readonly EncodingParts _parts;
    private string[]? _tokens;
    private int[]? _attentionMask;
    private int[]? _sequenceIds;

    internal Encoding(EncodingParts parts, int tokensCut)
    {
        _parts = parts;
        TokensCut = tokensCut;
    }

    /// <summary>How many tokens of the texts were cut off to keep to the greatest length; 0 for none.</summary>
    public int TokensCut { get; }

    /// <summary>The ids, <c>[T]</c>.</summary>
    public ImmutableArray<int> InputIds => ImmutableCollectionsMarshal.AsImmutableArray(_parts.Ids);

    /// <summary>0 for the first text and its special tokens, 1 for the second, <c>[T]</c>.</summary>
    public ImmutableArray<int> TokenTypeIds => ImmutableCollectionsMarshal.AsImmutableArray(_parts.TypeIds);

    /// <summary>1 everywhere, as nothing is padded, <c>[T]</c>; made when it is first asked for.</summary>
    public ImmutableArray<int> AttentionMask =>
        ImmutableCollectionsMarshal.AsImmutableArray(_attentionMask ??= Ones(_parts.Ids.Length));

    /// <summary>1 for the tokens that were put round the text, 0 for those of the text, <c>[T]</c>.</summary>
    public ImmutableArray<int> SpecialTokensMask =>
        ImmutableCollectionsMarshal.AsImmutableArray(_parts.SpecialTokensMask);

    /// <summary>The word pieces, <c>[T]</c>; looked up when they are first asked for.</summary>
    public ImmutableArray<string> Tokens => ImmutableCollectionsMarshal.AsImmutableArray(_tokens ??= _parts.Tokens());

    /// <summary>
    /// Where each token stands in its own text, <c>[T]</c>; (0, 0) for those put round it. Counted in UTF-16 units, as
    /// .NET strings are; Hugging Face's <c>offset_mapping</c> counts code points, which are fewer where a text has
    /// characters beyond U+FFFF, emoji for one.
    /// </summary>
    public ImmutableArray<TextSpan> Offsets => ImmutableCollectionsMarshal.AsImmutableArray(_parts.Offsets);

    /// <summary>
    /// The number of the word in its own text that each token is of, <c>[T]</c>; -1 for those put round it.
    /// </summary>
    public ImmutableArray<int> WordIds => ImmutableCollectionsMarshal.AsImmutableArray(_parts.WordIds);

    /// <summary>
    /// Which text each token is of, <c>[T]</c>: 0 the first, 1 the second, -1 for those put round them; made when it is
    /// first asked for.
    /// </summary>
    public ImmutableArray<int> SequenceIds =>
        ImmutableCollectionsMarshal.AsImmutableArray(_sequenceIds ??= _parts.SequenceIds());

    private static int[] Ones(int count)
    {
        int[] ones = new int[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
