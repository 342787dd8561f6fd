using System.Runtime.InteropServices;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>A text with masks, as a model reads it.</summary>
/// <param name="Ids">The ids, masks in place, [T].</param>
/// <param name="Types">The token types, [T].</param>
/// <param name="Positions">The masks, rising, at least one.</param>
/// <param name="Places">Where each mask stands in the texts as they were given; null where that is not known.</param>
/// <param name="IsPair">Whether there are two texts.</param>
/// <param name="TokensCut">Tokens that did not fit.</param>
internal sealed record MaskedText(
    int[] Ids, int[] Types, int[] Positions, MaskPlace?[] Places, bool IsPair, int TokensCut)
{
    /// <summary>Reads a text, cut to the model's positions.</summary>
    /// <exception cref="ClozeException">It has no mask, or is more than the model can read.</exception>
    /// <exception cref="ArgumentNullException">There is no text.</exception>
    public static MaskedText Read(InferenceEngine engine, TextPair text)
    {
        Tokenizer tokenizer = engine.Tokenizer;
        Encoding encoding = ModelInput.Encode(tokenizer, engine.Config, text);
        int[] ids = ImmutableCollectionsMarshal.AsArray(encoding.InputIds)!;
        int[] positions = PositionsOf(tokenizer.Vocabulary.MaskId, ids);
        string mask = tokenizer.Vocabulary[tokenizer.Vocabulary.MaskId];
        PieceMarks marks = tokenizer.Definition.Marks;
        if (positions.Length == 0) throw NoMask(text, mask, engine.Config.MaximumPositions, encoding.TokensCut);
        return new MaskedText(
            ids,
            ImmutableCollectionsMarshal.AsArray(encoding.TokenTypeIds)!,
            positions,
            Array.ConvertAll(positions, position => MaskPlace.Find(text, encoding, position, mask, marks)),
            IsPair: text.Pair is not null,
            encoding.TokensCut);
    }

    private static int[] PositionsOf(int id, ReadOnlySpan<int> ids)
    {
        int[] positions = new int[ids.Count(id)];
        int found = 0;
        for (int position = 0; found < positions.Length; position++)
        {
            if (ids[position] == id) positions[found++] = position;
        }

        return positions;
    }

    private static ClozeException NoMask(TextPair text, string mask, int positions, int cut)
    {
        if (cut == 0 && MaskLookalike.Find(text, mask) is { } found)
        {
            return new ClozeException(
                $"The text has no {mask}, but {found}.",
                $"Write {mask} in the place of {found}, in just these letters.");
        }

        return cut > 0
            ? new ClozeException(
                $"No {mask} is left: the text was cut to {positions} tokens, {cut} did not fit.",
                $"Move the {mask} towards the beginning or shorten the text.")
            : new ClozeException($"The text has no {mask}.", $"Write {mask} where a word is to be predicted.");
    }
}
