using Cloze.Inference;
using Cloze.Masking;
using Cloze.Server.Answers;
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
    private const int MostMasks = 64, MostPredictions = 100;
    private const ulong UsualSeed = 1;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/explain", AnswerAsync);

    private static async Task<IResult> AnswerAsync(HttpContext http, RouteTools tools)
    {
        JsonFields body = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        string text = body.Text("text");
        int topK = body.Number("top_k", 5, 1, MostPredictions);
        IReadOnlyList<int>? positions = body.OptionalNumbers("masks", MostMasks);
        ulong? seed = body.OptionalSeed("seed");
        using ModelTurn turn = tools.Models.Find(body.OptionalText("model")).Enter(1);
        Encoding encoding = turn.Model.Encode(text, null, out int cut);
        if (!body.Flag("truncate")) TextLength.Require(cut, turn.Model.Config.MaximumPositions, "text");
        MaskChoice choice = MaskChoice.Of(turn.Model, encoding, positions, seed);
        Explanation explanation = turn.Model.Explain(encoding, choice.Masks, topK);
        return Json.Ok(new ExplainAnswer(
            turn.Name, text, choice.By, choice.Seed, cut > 0 ? cut : null, TokenAnswer.Of(encoding), explanation));
    }

    /// <summary>The positions that are predicted, and who chose them.</summary>
    private sealed record MaskChoice(IReadOnlyList<MaskPlan> Masks, string By, ulong? Seed)
    {
        public static MaskChoice Of(
            MaskedLanguageModel model, Encoding encoding, IReadOnlyList<int>? positions, ulong? seed)
        {
            int mask = model.Tokenizer.Vocabulary.MaskId;
            if (positions is not null) return new MaskChoice(At(positions, encoding, mask), "positions", null);
            int[] given = [.. Enumerable.Range(0, encoding.InputIds.Length).Where(at => encoding.InputIds[at] == mask)];
            if (given.Length > 0 && seed is null)
            {
                return new MaskChoice([.. given.Select(at => new MaskPlan(at, MaskKind.Given, mask))], "text", null);
            }

            IReadOnlyList<MaskPlan> drawn = model.DrawMasks(encoding, seed ?? UsualSeed);
            if (drawn.Count > 0) return new MaskChoice(drawn, "seed", seed ?? UsualSeed);
            throw new RequestException(
                StatusCodes.Status400BadRequest,
                "text has no word that can be masked.", "Give a text with a word that the vocabulary knows.", "text");
        }

        private static MaskPlan[] At(IReadOnlyList<int> positions, Encoding encoding, int mask)
        {
            for (int i = 0; i < positions.Count; i++)
            {
                if (positions[i] < encoding.InputIds.Length) continue;
                throw new RequestException(
                    StatusCodes.Status400BadRequest,
                    $"masks[{i}] is {positions[i]}, expected a position from 0 to {encoding.InputIds.Length - 1}.",
                    "/v1/tokenize counts the positions.",
                    $"masks[{i}]");
            }

            return
            [
                .. positions.Distinct().Order().Select(at => new MaskPlan(
                    at, encoding.InputIds[at] == mask ? MaskKind.Given : MaskKind.Mask, mask)),
            ];
        }
    }
}
