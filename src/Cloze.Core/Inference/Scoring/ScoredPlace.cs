using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>A word of a text that is scored.</summary>
/// <param name="tokenizer">Knows the pieces.</param>
/// <param name="given">The texts as they were given.</param>
/// <param name="encoding">The texts as the model reads them.</param>
/// <param name="isInPair">Whether the word stands in the second.</param>
/// <param name="position">Its first piece.</param>
/// <param name="end">The position after its last.</param>
internal sealed class ScoredPlace(
    Tokenizer tokenizer, TextPair given, Encoding encoding, bool isInPair, int position, int end)
{
    private ScoredSequence? _whole;
    private int _proposals;

    /// <summary>The text with one mask for all pieces of the word; null where that is not run.</summary>
    public MaskedSequence? Masked { get; private set; }

    /// <summary>Has words proposed in the word's place.</summary>
    /// <param name="whole">The text with the word masked, where it is one piece; null where it is several.</param>
    /// <param name="among">Which words, and how many: one more than are wanted.</param>
    public void Propose(ScoredSequence? whole, Choice among)
    {
        _whole = whole;
        _proposals = among.Count - 1;
        if (whole is null) Masked = new MaskedSequence(OneMask(), Types(), [position], among);
    }

    /// <summary>The word with its share of the text's score.</summary>
    /// <param name="tokens">The text's tokens.</param>
    public ScoredWord ToWord(IEnumerable<ScoredToken> tokens)
    {
        string text = isInPair ? given.Pair! : given.Text;
        (int first, int last) = Trimmed(text, encoding.Offsets[position].Start, encoding.Offsets[end - 1].End);
        double sum = tokens.Where(token => token.Position >= position && token.Position < end)
            .Sum(token => token.LogProbability);
        return new ScoredWord(text[first..last], first, last, isInPair, sum, Replacements(first, last));
    }

    // A token may take the white space around it: that is not of the word, unless there is nothing else.
    private static TextSpan Trimmed(string text, int first, int last)
    {
        if (text.AsSpan(first..last).IsWhiteSpace()) return new TextSpan(first, last);
        while (char.IsWhiteSpace(text[first])) first++;
        while (char.IsWhiteSpace(text[last - 1])) last--;
        return new TextSpan(first, last);
    }

    private Prediction[] Replacements(int first, int last)
    {
        if (_proposals == 0) return [];
        RowPrediction row = _whole is null
            ? Masked!.Predictions[0].First(_proposals)
            : _whole.Best.Without(encoding.InputIds[position]).First(_proposals);
        var place = new MaskPlace(given, isInPair, first, last, tokenizer.Definition.Marks);
        int[] ids = Masked is null ? [.. encoding.InputIds] : Masked.Ids.ToArray();
        return new PredictionList(tokenizer, ids, position, skipSpecialTokens: given.Pair is null, place).Of(row);
    }

    private int[] OneMask() =>
        [.. encoding.InputIds.AsSpan(0, position), tokenizer.Vocabulary.MaskId, .. encoding.InputIds.AsSpan(end..)];

    private int[] Types() =>
        [.. encoding.TokenTypeIds.AsSpan(0, position + 1), .. encoding.TokenTypeIds.AsSpan(end..)];
}
