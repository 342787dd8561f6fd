using System.Globalization;
using System.Text.Encodings.Web;
using Cloze.Inference;
using Cloze.Server.Answers;
using Cloze.Server.Describing;
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

    // The shape of the answer has no place for what was left out.
    private const string NoteHeader = "Cloze-Note";
    private const int LongestNote = 500;

    private const string Text =
        "The likeliest words for each mask of a text, in the shape of Hugging Face's inference API: a list of words "
        + "for one mask, a list of such lists for several, and for a list of texts a list of their answers. Targets "
        + "that the vocabulary cannot write are left out, and the header Cloze-Note says so.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/fill-mask", (HttpContext http, RouteTools tools) => AnswerAsync(http, tools, null))
            .Describe("Fill masks", Text, typeof(FillMaskBody), typeof(FilledWord[]));
        routes.MapPost(
                "/models/{**name}", (string name, HttpContext http, RouteTools tools) => AnswerAsync(http, tools, name))
            .Describe("Fill masks with a model", Text, typeof(FillMaskBody), typeof(FilledWord[]));
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, RouteTools tools, string? name)
    {
        JsonFields body = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        var request = TextsRequest.Read(body, tools.Options.MaxTexts);
        JsonFields parameters = body.Object("parameters");
        request = request with { Model = name ?? request.Model };
        if (parameters.Flag("truncate")) request = request with { Truncate = true };
        var wish = new FillOptions
        {
            TopK = parameters.Number("top_k", 5, 1, MostPredictions),
            Targets = parameters.OptionalTexts("targets", MostTargets),
        };
        using ModelTurn turn = tools.Enter(http, request);
        List<FillResult> answers = await TextAnswers.CollectAsync(
            request, Ask(turn.FillMask, request.Texts, wish, http.RequestAborted)).ConfigureAwait(false);
        string[] notes = [.. answers.SelectMany(answer => answer.Notes).Distinct()];
        if (notes.Length > 0) http.Response.Headers[NoteHeader] = Said(notes);
        return request.IsList ? Json.Ok(answers.ConvertAll(Shape).ToArray()) : One(answers[0]);
    }

    private static IAsyncEnumerable<FillResult> Ask(
        MaskedLanguageModel model, IReadOnlyList<string> texts, FillOptions wish, CancellationToken cancellation)
    {
        try
        {
            return model.FillManyAsync(texts, wish, cancellation);
        }
        catch (ClozeException error)
        {
            throw new RequestException(
                StatusCodes.Status400BadRequest, error.Message, error.Hint, "parameters.targets");
        }
    }

    // A header is ASCII and short.
    private static string Said(string[] notes)
    {
        string others = notes.Length == 1
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" And {notes.Length - 1} more.");
        string first = notes[0].Length <= LongestNote ? notes[0] : notes[0][..LongestNote] + "...";
        return JavaScriptEncoder.Default.Encode(first + others);
    }

    // One mask has a list of words, several have a list of such lists.
    private static object Shape(FillResult result) =>
        result.Masks.Count == 1 ? FilledWord.Of(result.Masks[0]) : Each(result);

    private static IResult One(FillResult result) =>
        result.Masks.Count == 1 ? Json.Ok(FilledWord.Of(result.Masks[0])) : Json.Ok(Each(result));

    private static FilledWord[][] Each(FillResult result) => [.. result.Masks.Select(FilledWord.Of)];
}
