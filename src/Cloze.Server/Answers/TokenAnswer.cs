using Cloze.Text;

namespace Cloze.Server.Answers;

/// <summary>One word piece of a text.</summary>
/// <param name="Position">Its place, from 0.</param>
/// <param name="Id">Its id.</param>
/// <param name="Token">The piece.</param>
/// <param name="Start">Where it begins in its text, in UTF-16 units.</param>
/// <param name="End">The character after its last.</param>
/// <param name="Word">The number of its word in its text; null for a token put round it.</param>
/// <param name="Type">0 in the first text, 1 in the second.</param>
/// <param name="Special">Whether it was put round the text.</param>
internal sealed record TokenAnswer(
    int Position, int Id, string Token, int Start, int End, int? Word, int Type, bool Special)
{
    /// <summary>The tokens of a text.</summary>
    public static TokenAnswer[] Of(Encoding encoding) =>
    [
        .. Enumerable.Range(0, encoding.InputIds.Length).Select(position => new TokenAnswer(
            position,
            encoding.InputIds[position],
            encoding.Tokens[position],
            encoding.Offsets[position].Start,
            encoding.Offsets[position].End,
            encoding.WordIds[position] is >= 0 and int word ? word : null,
            encoding.TokenTypeIds[position],
            encoding.SpecialTokensMask[position] != 0)),
    ];
}
