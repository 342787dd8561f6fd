using Cloze.Inference;
using Cloze.Server.Models;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Requests;

/// <summary>Which vector a request wants of a text.</summary>
internal static class EmbedWish
{
    private const int MostLayers = 1000;

    /// <summary>Reads the fields.</summary>
    /// <exception cref="RequestException">One is not as expected.</exception>
    public static EmbedOptions Read(JsonFields body) => new()
    {
        Pooling = body.Word("pooling", "mean", "mean", "cls") == "cls" ? Pooling.Cls : Pooling.Mean,
        Normalize = body.Flag("normalize", ifMissing: true),
        Layer = body.OptionalNumber("layer", 0, MostLayers),
    };

    /// <summary>Makes sure that the model has what is wanted.</summary>
    /// <exception cref="RequestException">It has no such layer.</exception>
    public static void Check(EmbedOptions options, ModelTurn turn)
    {
        if (options.Layer is not { } layer || layer <= turn.Config.LayerCount) return;
        throw new RequestException(
            StatusCodes.Status400BadRequest,
            $"layer is {layer}, expected 0 to {turn.Config.LayerCount}.", "Mend layer.", "layer");
    }
}
