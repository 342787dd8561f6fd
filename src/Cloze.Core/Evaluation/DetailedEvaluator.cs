using Cloze.Data;
using Cloze.Masking;
using Cloze.Predictions;

namespace Cloze.Evaluation;

/// <summary>Measures a model on a text from several sides, in one pass over its masked tokens.</summary>
/// <param name="pretrained">The model.</param>
/// <param name="pieces">Its vocabulary.</param>
/// <param name="evaluator">Predicts its masked tokens.</param>
/// <param name="batchTokens">Tokens of a batch.</param>
internal sealed class DetailedEvaluator(
    PretrainedModel pretrained, PieceTable pieces, Evaluator evaluator, int batchTokens)
{
    private Action<EvaluationProgress>? _progress;
    private long _total;

    /// <summary>Measures the model.</summary>
    /// <param name="text">The text; not disposed of.</param>
    /// <param name="options">What is looked at.</param>
    /// <param name="progress">Is told now and then how far it is.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="ClozeException">No token of the text can be masked.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public DetailedEvaluation Evaluate(
        EvaluationText text,
        EvaluationOptions options,
        Action<EvaluationProgress>? progress,
        CancellationToken cancellation)
    {
        var sample = new PseudoSample(text.Store, pretrained.Tokenizer.Vocabulary, options.PseudoTokens);
        _progress = progress;
        _total = text.Store.TokenCount + sample.TokensToRead;
        var breakdown = new EvaluationBreakdown(text.Tokens, text.Tenths, pretrained.Tokenizer.Vocabulary);
        TextSums[] documents = text.Measure(pieces);
        var scores = new DocumentScores(text, documents);
        EvaluationResult result = evaluator.Evaluate(
            text.Set,
            (losses, ranks) =>
            {
                breakdown.Add(losses, ranks);
                scores.Add(losses, ranks);
                double share = (double)breakdown.Done / text.Tokens.Count;
                Tell((long)(share * text.Store.TokenCount));
            },
            cancellation);
        return new DetailedEvaluation
        {
            Result = result,
            Documents = text.Documents,
            Characters = text.Characters,
            Tokens = text.Tenths.Tokens,
            UnknownTokens = CountUnknown(text.Store),
            ByFrequency = breakdown.ByFrequency,
            ByKind = breakdown.ByKind,
            PseudoLikelihood = Score(sample, text.Store.TokenCount, cancellation),
            OfDocuments = documents,
        };
    }

    private PseudoLikelihoodResult? Score(PseudoSample sample, long before, CancellationToken cancellation)
    {
        if (sample.TokensToRead == 0) return null;
        int capacity = Math.Max(batchTokens, pretrained.Model.Config.MaximumPositions);
        using var predictor = new SequencePredictor(pretrained.Model, capacity);
        return sample.Score(predictor, read => Tell(before + read), cancellation);
    }

    private long CountUnknown(TokenStore store)
    {
        int unknown = pretrained.Tokenizer.Vocabulary.UnknownId;
        long count = 0;
        var row = new int[store.SequenceLength];
        for (long sequence = 0; sequence < store.Count; sequence++)
        {
            count += row.AsSpan(0, store.Read(sequence, row)).Count(unknown);
        }

        return count;
    }

    private void Tell(long done) => _progress?.Invoke(new EvaluationProgress(done, _total));
}
