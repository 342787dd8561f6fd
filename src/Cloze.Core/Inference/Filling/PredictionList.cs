using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>What a model predicts at a row, as words.</summary>
internal static class PredictionList
{
    /// <summary>The words at one position, the likeliest first.</summary>
    /// <param name="tokenizer">Knows the words.</param>
    /// <param name="ids">The sequence.</param>
    /// <param name="position">Where the words would stand.</param>
    /// <param name="row">What is predicted there.</param>
    /// <param name="skipSpecialTokens">Whether the decoded sequence is without them.</param>
    /// <param name="place">Where the words would stand in the texts as they were given; null where not known.</param>
    public static Prediction[] Of(
        Tokenizer tokenizer,
        ReadOnlySpan<int> ids,
        int position,
        RowPrediction row,
        bool skipSpecialTokens,
        MaskPlace? place)
    {
        string[] sequences = tokenizer.DecodeEach(ids, position, row.Ids, skipSpecialTokens);
        var predictions = new Prediction[row.Ids.Length];
        for (int i = 0; i < predictions.Length; i++)
        {
            string token = tokenizer.Decode(row.Ids.AsSpan(i, 1), skipSpecialTokens: false);
            predictions[i] = new Prediction(row.Ids[i], token, row.Probability(i), sequences[i]) { Place = place };
        }

        return predictions;
    }
}
