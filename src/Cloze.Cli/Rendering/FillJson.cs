using Cloze.Cli.Hosting;
using Cloze.Inference;

namespace Cloze.Cli.Rendering;

/// <summary>Predictions under Hugging Face's names: a list, or a list of lists for several masks.</summary>
internal sealed record FillJson(double Score, int Token, string TokenStr, string Sequence)
{
    public static string Line(FillResult result)
    {
        FillJson[][] masks =
        [
            .. result.Masks.Select(mask => mask.Select(prediction => new FillJson(
                prediction.Probability, prediction.TokenId, prediction.Token, prediction.Sequence)).ToArray()),
        ];
        return masks.Length == 1 ? Json.Line(masks[0]) : Json.Line(masks);
    }
}
