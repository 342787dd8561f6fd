using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>A text whose masks are filled together, a round of sequences for each mask.</summary>
/// <param name="tokenizer">Knows the words.</param>
/// <param name="given">The texts as they were given.</param>
/// <param name="text">The text as the model reads it.</param>
/// <param name="search">Finds the fillings.</param>
/// <param name="count">How many are wanted.</param>
internal sealed class JointFillWork(
    Tokenizer tokenizer, TextPair given, MaskedText text, BeamSearch search, int count) : TextWork<JointFillResult>
{
    /// <inheritdoc/>
    public override int TokenCount => text.Ids.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<BatchSequence> NextRound() => search.NextRound();

    /// <inheritdoc/>
    public override JointFillResult Answer() => new([.. search.Best.Take(count).Select(Fill)], text.TokensCut);

    private JointFill Fill(WordFill fill)
    {
        string[] tokens = Array.ConvertAll(fill.Ids, id => tokenizer.Decode([id], skipSpecialTokens: false));
        TextPair filled = Array.TrueForAll(text.Places, place => place is not null)
            ? InPlace(tokens, fill.Ids)
            : new TextPair(Decoded(fill.Ids));
        return new JointFill(tokens, fill.Ids, filled.Text, filled.Pair, fill.LogProbability);
    }

    // From the last to the first, so that the places of those before stay what they are.
    private TextPair InPlace(string[] tokens, int[] ids)
    {
        TextPair filled = given;
        for (int mask = tokens.Length - 1; mask >= 0; mask--)
        {
            MaskPlace place = text.Places[mask]!.For(tokenizer.Vocabulary[ids[mask]]);
            filled = (place with { Given = filled }).Fill(tokens[mask]);
        }

        return filled;
    }

    private string Decoded(int[] words)
    {
        int[] ids = [.. text.Ids];
        for (int mask = 0; mask < words.Length; mask++) ids[text.Positions[mask]] = words[mask];
        return tokenizer.Decode(ids, skipSpecialTokens: !text.IsPair);
    }
}
