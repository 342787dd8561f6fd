using Cloze.Cli.Hosting;
using Cloze.Inference;

namespace Cloze.Cli.Rendering;

/// <summary>Predictions under Hugging Face's names: a list, or a list of lists for several masks.</summary>
internal sealed record FillJson(double Score, int Token, string TokenStr, string Sequence)
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
            .. result.Masks.Select(mask => mask.Select(prediction => new FillJson(
                prediction.Probability, prediction.TokenId, prediction.Token, prediction.Sequence)).ToArray()),
        ];
        return masks.Length == 1 ? masks[0] : masks;
    }
}
