using Cloze.Inference;
using Cloze.Server.Answers;
using Cloze.Server.Describing;
using Cloze.Server.Models;
using Cloze.Server.Requests;
using Cloze.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>One text through every step, from its pieces to the loss.</summary>
internal static class ExplainRoute
{
    private const int MostMasks = 1024, MostPredictions = 100, MostValues = 1 << 16;

    // A layer's attention is a square of the tokens for each head.
    private const int MostTokensOfAttention = 256;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/explain", AnswerAsync).Describe(
        "Explain a text",
        "One text through every step with the model's values: pieces, embeddings, layers, logits, probabilities, loss. "
            + "Positions are masked as the request says, or as the text itself has them, or drawn as in training.",
        typeof(ExplainBody),
        typeof(ExplainAnswer));

    private static async Task<IResult> AnswerAsync(HttpContext http, RouteTools tools)
    {
        JsonFields body = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        string text = body.Text("text");
        IReadOnlyList<AskedMask>? asked = body.OptionalList("masks", MostMasks, "positions", AskedMask.Read);
        ulong? seed = body.OptionalSeed("seed");
        using ModelTurn turn = tools.Enter(http, body.OptionalText("model"));
        MaskedLanguageModel model = turn.FillMask;
        Encoding encoding = model.Encode(text, null, out int cut);
        if (!body.Flag("truncate")) TextLength.Require(cut, turn.Config.MaximumPositions, "text");
        MaskChoice choice = MaskChoice.Of(model, encoding, asked, seed);
        ExplainOptions options = ReadOptions(body, model, encoding.InputIds.Length);
        Explanation explanation = await model.ExplainAsync(encoding, choice.Masks, options, http.RequestAborted)
            .ConfigureAwait(false);
        return Json.Ok(new ExplainAnswer(
            turn.Name, text, choice.By, choice.Seed, cut > 0 ? cut : null, TokenAnswer.Of(encoding), explanation));
    }

    private static ExplainOptions ReadOptions(JsonFields body, MaskedLanguageModel model, int tokens)
    {
        int? layer = body.OptionalNumber("layer", 1, model.Config.LayerCount);
        if (layer is not null && tokens > MostTokensOfAttention)
        {
            throw new RequestException(
                StatusCodes.Status413PayloadTooLarge,
                $"text has {tokens} tokens, and attention is shown of at most {MostTokensOfAttention}.",
                "Leave layer out, or send a shorter text.",
                "layer");
        }

        return new ExplainOptions
        {
            TopK = body.Number("top_k", 5, 1, MostPredictions),
            Values = body.Number("values", 6, 0, MostValues),
            Row = body.OptionalNumber("row", 0, tokens - 1),
            AttentionLayer = layer,
        };
    }
}
