using Cloze.Models;
using Cloze.Predictions;

namespace Cloze.Evaluation;

/// <summary>Measures how well a model predicts masked tokens. Its weights may change between evaluations.</summary>
internal sealed class Evaluator : IDisposable
{
    private readonly EncoderInference _inference;

    /// <summary>Takes the memory for batches of a size.</summary>
    /// <param name="model">The model; not disposed with this object.</param>
    /// <param name="batchTokens">Tokens of a batch; the result does not depend on it.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public Evaluator(EncoderModel model, int batchTokens) =>
        _inference = new EncoderInference(model, batchTokens, batchTokens);

    /// <summary>Predicts every masked token of a set.</summary>
    /// <exception cref="ClozeException">
    /// The set has no masked token, its longest sequence does not fit a batch, or an id is outside the model.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public EvaluationResult Evaluate(EvaluationSet set, CancellationToken cancellation = default) =>
        Evaluate(set, null, cancellation);

    /// <summary>The same, and shows the scores of every masked token.</summary>
    /// <inheritdoc cref="Evaluate(EvaluationSet, CancellationToken)" path="/exception"/>
    public EvaluationResult Evaluate(EvaluationSet set, ScoreReader? read, CancellationToken cancellation)
    {
        TokenBatch batch = set.CreateBatch(_inference.TokenCapacity);
        var losses = new float[batch.MaskedCapacity];
        var ranks = new int[batch.MaskedCapacity];
        var sum = new EvaluationSum();
        foreach (TokenBatch filled in set.Batches(batch))
        {
            cancellation.ThrowIfCancellationRequested();
            if (filled.MaskedCount == 0) continue;
            _inference.Score(filled, losses.AsSpan(0, filled.MaskedCount), ranks.AsSpan(0, filled.MaskedCount));
            for (int i = 0; i < filled.MaskedCount; i++) sum.Add(losses[i], ranks[i]);
            read?.Invoke(losses.AsSpan(0, filled.MaskedCount), ranks.AsSpan(0, filled.MaskedCount));
        }

        return sum.ToResult(set.MaskHash);
    }

    /// <summary>Does the second task for every pair of a set.</summary>
    /// <exception cref="ClozeException">
    /// The longest pair does not fit a batch, or an id is outside the model.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model has no next-sentence head.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public NextSentenceResult Evaluate(PairSet set, CancellationToken cancellation = default)
    {
        TokenBatch batch = set.CreateBatch(_inference.TokenCapacity);
        float[] logits = new float[2 * batch.SequenceCapacity];
        double loss = 0;
        int correct = 0;
        foreach (TokenBatch filled in set.Batches(batch))
        {
            cancellation.ThrowIfCancellationRequested();
            _inference.Encode(filled);
            _inference.NextSentenceLogits(logits.AsSpan(0, 2 * filled.SequenceCount));
            for (int s = 0; s < filled.SequenceCount; s++)
            {
                ReadOnlySpan<float> pair = logits.AsSpan(2 * s, 2);
                int label = filled.NextSentenceLabels[s];
                loss += Softmax.LogSumExp(pair) - pair[label];
                if (pair[label] > pair[1 - label]) correct++;
            }
        }

        return new NextSentenceResult(
            loss / set.Count, (double)correct / set.Count, set.Count, set.Majority, set.PairHash);
    }

    /// <summary>Begins the evaluation of many sets in shared batches.</summary>
    internal SharedEvaluation Share() => new(_inference);

    /// <inheritdoc/>
    public void Dispose() => _inference.Dispose();
}
