namespace Cloze.Predictions;

/// <summary>
/// A text with some neighbouring tokens masked, and the room for how likely the model holds the first of them.
/// </summary>
/// <param name="ids">The ids of the text, [T].</param>
/// <param name="types">The token types, [T].</param>
/// <param name="position">The token that is asked for.</param>
/// <param name="maskedTokens">How many are masked, from it on.</param>
/// <param name="maskId">The id of a mask.</param>
/// <param name="among">Which words are looked at beside it, and how many are kept.</param>
internal sealed class ScoredSequence(
    ReadOnlyMemory<int> ids, ReadOnlyMemory<int> types, int position, int maskedTokens, int maskId, Choice among)
    : BatchSequence(ids, types, [position])
{
    /// <summary>The token that is asked for.</summary>
    public int Position => position;

    /// <summary>ln P(token), among all V, once the sequence has been in a batch.</summary>
    public double LogProbability { get; private set; }

    /// <summary>The words that the model holds likeliest there.</summary>
    public RowPrediction Best { get; private set; }

    /// <inheritdoc/>
    public override void WriteInput(Span<int> destination)
    {
        Ids.CopyTo(destination);
        destination.Slice(position, maskedTokens).Fill(maskId);
    }

    /// <inheritdoc/>
    public override int? Label => among.Count == 0 ? Ids[position] : null;

    /// <inheritdoc/>
    public override void Score(double logProbability) => LogProbability = logProbability;

    /// <inheritdoc/>
    public override void Reduce(int place, ReadOnlySpan<float> logits)
    {
        Best = RowPrediction.Of(logits, among);
        LogProbability = logits[Ids[position]] - Best.LogSumExp;
    }
}
