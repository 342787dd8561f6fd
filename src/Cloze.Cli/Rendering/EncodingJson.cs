using Cloze.Data;
using Cloze.Text;

namespace Cloze.Cli.Rendering;

/// <summary>An encoding under the names that users of Hugging Face's library know.</summary>
internal sealed record EncodingJson(
    IEnumerable<int> InputIds,
    IEnumerable<int> TokenTypeIds,
    IEnumerable<int> AttentionMask,
    IEnumerable<int> SpecialTokensMask,
    IEnumerable<int[]> OffsetMapping,
    IEnumerable<string> Tokens) : LineJson
{
    /// <summary>The encoding of a text with its tokens' places.</summary>
    public static EncodingJson From(Encoding encoding, IEnumerable<TextSpan> offsets, TextRecord? of) => new(
        encoding.InputIds,
        encoding.TokenTypeIds,
        encoding.AttentionMask,
        encoding.SpecialTokensMask,
        offsets.Select(offset => new[] { offset.Start, offset.End }),
        encoding.Tokens)
    {
        Line = LineOf(of),
        Id = of?.Id,
    };
}
