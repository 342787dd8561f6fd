using Cloze.Inference;
using Cloze.Masking;
using Cloze.Server.Requests;
using Cloze.Text;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Routes;

/// <summary>The positions that are predicted, and who chose them.</summary>
/// <param name="Masks">The positions, in order.</param>
/// <param name="By"><c>positions</c>, <c>seed</c> or <c>text</c>.</param>
/// <param name="Seed">The seed of the draw; null where none was drawn.</param>
internal sealed record MaskChoice(IReadOnlyList<MaskPlan> Masks, string By, ulong? Seed)
{
    private const ulong UsualSeed = 1;

    /// <summary>The positions asked for; without them the text's own masks, or else a draw.</summary>
    /// <exception cref="RequestException">A position or id does not exist, or there is nothing to mask.</exception>
    public static MaskChoice Of(
        MaskedLanguageModel model, Encoding encoding, IReadOnlyList<AskedMask>? asked, ulong? seed)
    {
        int mask = model.Tokenizer.Vocabulary.MaskId;
        if (asked is not null)
        {
            return new MaskChoice(
                [.. asked.Select((one, index) => Plan(one, index, encoding, model.Tokenizer.Vocabulary))
                    .DistinctBy(plan => plan.Position).OrderBy(plan => plan.Position)],
                "positions",
                null);
        }

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

    private static MaskPlan Plan(AskedMask asked, int index, Encoding encoding, Vocabulary vocabulary)
    {
        RequireBelow(asked.Position, encoding.InputIds.Length, $"masks[{index}]", "position");
        int id = encoding.InputIds[asked.Position];
        if (id == vocabulary.MaskId) return new MaskPlan(asked.Position, MaskKind.Given, id);
        if (asked.Kind == MaskKind.Kept) return new MaskPlan(asked.Position, asked.Kind, id);
        if (asked.InputId is not { } other) return new MaskPlan(asked.Position, asked.Kind, vocabulary.MaskId);
        RequireBelow(other, vocabulary.Count, $"masks[{index}].input_id", "id");
        return new MaskPlan(asked.Position, asked.Kind, other);
    }

    private static void RequireBelow(int value, int count, string field, string what)
    {
        if (value < count) return;
        throw new RequestException(
            StatusCodes.Status400BadRequest,
            $"{field} is {value}, expected {(what == "id" ? "an" : "a")} {what} from 0 to {count - 1}.",
            "/v1/tokenize says positions and ids.",
            field);
    }
}
