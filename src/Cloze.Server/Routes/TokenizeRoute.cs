using Cloze.Server.Answers;
using Cloze.Server.Describing;
using Cloze.Server.Models;
using Cloze.Server.Requests;
using Cloze.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>A text in word pieces.</summary>
internal static class TokenizeRoute
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/tokenize", AnswerAsync).Describe(
        "Tokenize a text",
        "The word pieces of a text or a pair, with ids and with offsets in UTF-16 units.",
        typeof(TokenizeBody),
        typeof(TokenizeAnswer));

    private static async Task<IResult> AnswerAsync(HttpContext http, RouteTools tools)
    {
        JsonFields body = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        string text = body.Text("text");
        string? pair = body.OptionalText("pair");
        using ModelTurn turn = tools.Enter(http, body.OptionalText("model"));
        Encoding encoding = turn.Encode(text, pair, out int cut);
        if (!body.Flag("truncate")) TextLength.Require(cut, turn.Config.MaximumPositions, "text");
        return Json.Ok(new TokenizeAnswer(turn.Name, TokenAnswer.Of(encoding), cut > 0 ? cut : null));
    }
}
