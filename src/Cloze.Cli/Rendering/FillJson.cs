using Cloze.Cli.Hosting;
using Cloze.Inference;

namespace Cloze.Cli.Rendering;

/// <summary>Predictions under Hugging Face's names: a list, or a list of lists for several masks.</summary>
/// <param name="Score">The probability.</param>
/// <param name="Token">The id of the word's first piece.</param>
/// <param name="TokenStr">The word.</param>
/// <param name="Sequence">The text with it.</param>
/// <param name="Tokens">The ids of all its pieces; left out of a word of one.</param>
internal sealed record FillJson(
    double Score, int Token, string TokenStr, string Sequence, IReadOnlyList<int>? Tokens = null)
{
    /// <summary>What is printed of one text.</summary>
    public static string Line(FillResult result) => Of(result) switch
    {
        FillJson[][] masks => Json.Line(masks),
        object mask => Json.Line((FillJson[])mask),
    };

    /// <summary>A list of the one mask, or a list of lists.</summary>
    public static object Of(FillResult result)
    {
        FillJson[][] masks =
        [
            .. result.Masks.Select(mask => mask.Select(Of).ToArray()),
        ];
        return masks.Length == 1 ? masks[0] : masks;
    }

    private static FillJson Of(Prediction prediction) => new(
        prediction.Probability,
        prediction.TokenId,
        prediction.Token,
        prediction.Sequence,
        prediction.TokenIds.Count > 1 ? prediction.TokenIds : null);
}
