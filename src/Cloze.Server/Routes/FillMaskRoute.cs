using Cloze.Inference;
using Cloze.Server.Answers;
using Cloze.Server.Models;
using Cloze.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloze.Server.Routes;

/// <summary>The words behind each mask, in the shape of Hugging Face's inference API.</summary>
internal static class FillMaskRoute
{
    private const int MostPredictions = 1000, MostTargets = 10_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/fill-mask", (HttpContext http, RouteTools tools) => AnswerAsync(http, tools, null));
        routes.MapPost(
            "/models/{**name}", (string name, HttpContext http, RouteTools tools) => AnswerAsync(http, tools, name));
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, RouteTools tools, string? name)
    {
        JsonFields body = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        IReadOnlyList<string> texts = body.Texts("inputs", tools.Options.MaxTexts, out bool isList);
        JsonFields parameters = body.Object("parameters");
        var wish = new FillOptions
        {
            TopK = parameters.Number("top_k", 5, 1, MostPredictions),
            Targets = parameters.OptionalTexts("targets", MostTargets),
        };
        bool mayCut = body.Flag("truncate") || parameters.Flag("truncate");
        using ModelTurn turn = tools.Models.Find(name ?? body.OptionalText("model")).Enter(texts.Count);
        TextLength.Check(turn.Model, texts, mayCut, isList);
        if (!isList) return One(await OneAsync(turn.Model, texts[0], wish, http.RequestAborted).ConfigureAwait(false));
        var answers = new List<object>(texts.Count);
        await foreach (FillResult result in turn.Model.FillManyAsync(texts, wish, http.RequestAborted)
            .ConfigureAwait(false))
        {
            answers.Add(Shape(result));
        }

        return Json.Ok(answers.ToArray());
    }

    private static async Task<FillResult> OneAsync(
        MaskedLanguageModel model, string text, FillOptions wish, CancellationToken cancellation)
    {
        try
        {
            return await model.FillMasksAsync(text, null, wish, cancellation).ConfigureAwait(false);
        }
        catch (ClozeException error)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, error.Message, error.Hint, "inputs");
        }
    }

    // One mask has a list of words, several have a list of such lists.
    private static object Shape(FillResult result) =>
        result.Masks.Count == 1 ? FilledWord.Of(result.Masks[0]) : Each(result);

    private static IResult One(FillResult result) =>
        result.Masks.Count == 1 ? Json.Ok(FilledWord.Of(result.Masks[0])) : Json.Ok(Each(result));

    private static FilledWord[][] Each(FillResult result) => [.. result.Masks.Select(FilledWord.Of)];
}
