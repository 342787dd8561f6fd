using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>What a model predicts in a place of a text, as words.</summary>
/// <param name="tokenizer">Knows the words.</param>
/// <param name="ids">The sequence, one token in that place.</param>
/// <param name="position">Where the words would stand.</param>
/// <param name="skipSpecialTokens">Whether the decoded sequence is without them.</param>
/// <param name="place">Where the words would stand in the texts as they were given; null where not known.</param>
internal sealed class PredictionList(
    Tokenizer tokenizer, int[] ids, int position, bool skipSpecialTokens, MaskPlace? place)
{
    /// <summary>The words of one piece, the likeliest first.</summary>
    public Prediction[] Of(RowPrediction row)
    {
        string[] sequences = tokenizer.DecodeEach(ids, position, row.Ids, skipSpecialTokens);
        var predictions = new Prediction[row.Ids.Length];
        for (int i = 0; i < predictions.Length; i++)
        {
            predictions[i] = new Prediction(row.Ids[i], Token([row.Ids[i]]), row.Probability(i), sequences[i])
            {
                LogProbability = row.LogProbability(i),
                Place = PlaceOf(row.Ids[i]),
            };
        }

        return predictions;
    }

    /// <summary>
    /// The likeliest of the words of one piece and of several, each surface once: of its pieces the likeliest.
    /// </summary>
    public Prediction[] Rank(RowPrediction row, IEnumerable<WordFill> words, int count)
    {
        IEnumerable<WordFill> ones = row.Ids.Select((id, i) => new WordFill([id], row.LogProbability(i)));
        var ranked = ones.Concat(words).OrderByDescending(word => word.LogProbability)
            .Select(word => (Word: word, Token: Token(word.Ids))).DistinctBy(word => word.Token).Take(count);
        return [.. ranked.Select(word => Of(word.Word, word.Token))];
    }

    private Prediction Of(WordFill word, string token)
    {
        int[] filled = [.. ids.AsSpan(0, position), .. word.Ids, .. ids.AsSpan(position + 1)];
        string sequence = tokenizer.Decode(filled, skipSpecialTokens);
        return new Prediction(word.Ids[0], token, Math.Exp(word.LogProbability), sequence)
        {
            LogProbability = word.LogProbability,
            Place = PlaceOf(word.Ids[0]),
            Pieces = word.Ids.Length > 1 ? new PieceIds(word.Ids) : null,
        };
    }

    private MaskPlace? PlaceOf(int first) => place?.For(tokenizer.Vocabulary[first]);

    private string Token(int[] pieces) => tokenizer.Decode(pieces, skipSpecialTokens: false);
}
