using Cloze.Inference;
using Cloze.Server.Answers;
using Cloze.Server.Describing;
using Cloze.Server.Models;
using Cloze.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>A vector for each text, in the shape of text-embeddings-inference.</summary>
internal static class EmbedRoute
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/embed", AnswerAsync).Describe(
        "Embed texts",
        "A vector for each text, in the shape of text-embeddings-inference: a list of vectors, for one text too.",
        typeof(EmbedBody),
        typeof(ReadOnlyMemory<float>[]));

    private static async Task<IResult> AnswerAsync(HttpContext http, RouteTools tools)
    {
        JsonFields body = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        var request = TextsRequest.Read(body, tools.Options.MaxTexts);
        EmbedOptions options = EmbedWish.Read(body);
        using ModelTurn turn = tools.Enter(http, request);
        EmbedWish.Check(options, turn);
        List<TextEmbedding> vectors = await TextAnswers.CollectAsync(
            request, turn.EmbedAsync(request.Texts, options, http.RequestAborted)).ConfigureAwait(false);
        return Json.Ok(vectors.ConvertAll(vector => vector.Values).ToArray());
    }
}
