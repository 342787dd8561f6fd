using Cloze.Inference;
using Cloze.Server.Answers;
using Cloze.Server.Describing;
using Cloze.Server.Models;
using Cloze.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>A vector for each text, in OpenAI's shape.</summary>
internal static class EmbeddingsRoute
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/embeddings", AnswerAsync).Describe(
        "Embed texts for clients of OpenAI",
        "A vector for each text, in OpenAI's shape: numbers, or base64 of little-endian 32-bit floats.",
        typeof(EmbeddingsBody),
        typeof(EmbeddingList));

    private static async Task<IResult> AnswerAsync(HttpContext http, RouteTools tools)
    {
        JsonFields body = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        var request = TextsRequest.Read(body, tools.Options.MaxTexts, "input");
        bool isPacked = body.Word("encoding_format", "float", "float", "base64") == "base64";
        int? dimensions = body.OptionalNumber("dimensions", 1, int.MaxValue);
        EmbedOptions options = EmbedWish.Read(body);
        using ModelTurn turn = tools.Enter(http, request);
        EmbedWish.Check(options, turn);
        Check(dimensions, turn.Config.HiddenSize);
        List<TextEmbedding> vectors = await TextAnswers.CollectAsync(
            request, turn.EmbedAsync(request.Texts, options, http.RequestAborted)).ConfigureAwait(false);
        return Json.Ok(EmbeddingList.Of(turn.Name, vectors, isPacked));
    }

    private static void Check(int? dimensions, int size)
    {
        if (dimensions is null || dimensions == size) return;
        throw new RequestException(
            StatusCodes.Status400BadRequest,
            $"dimensions is {dimensions}, expected {size}, the model's own.", "Leave dimensions out.", "dimensions");
    }
}
