using Cloze.Inference;
using Cloze.Server.Answers;
using Cloze.Server.Describing;
using Cloze.Server.Models;
using Cloze.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>How likely a model holds a text, and each word of it.</summary>
internal static class ScoreRoute
{
    private const int MostReplacements = 50;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/score", AnswerAsync).Describe(
        "Score texts",
        "The pseudo-log-likelihood of each text in nats, and the share of each of its tokens and words.",
        typeof(ScoreBody),
        typeof(ScoreList));

    private static async Task<IResult> AnswerAsync(HttpContext http, RouteTools tools)
    {
        JsonFields body = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        var request = TextsRequest.Read(body, tools.Options.MaxTexts);
        var options = new ScoreOptions
        {
            WithinWord = body.Flag("within_word"),
            Replacements = body.Number("replacements", 0, 0, MostReplacements),
        };
        using ModelTurn turn = tools.Enter(http, request);
        List<TextScore> scores = await TextAnswers.CollectAsync(
            request, turn.FillMask.ScoreManyAsync(request.Texts, options, http.RequestAborted)).ConfigureAwait(false);
        return Json.Ok(new ScoreList(turn.Name, scores.ConvertAll(ScoreAnswer.Of)));
    }
}
