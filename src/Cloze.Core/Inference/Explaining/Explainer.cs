using Cloze.Masking;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>Runs one sentence and reads the values of the forward pass into an <see cref="Explanation"/>.</summary>
internal sealed class Explainer(EncoderModel model, Tokenizer tokenizer) : IDisposable
{
    private readonly EncoderInference _inference =
        new(model, model.Config.MaximumPositions, 1, keepLayers: true);

    public Explanation Explain(Encoding encoding, IReadOnlyList<MaskPlan> masks, ExplainOptions options)
    {
        int vocabulary = model.Config.VocabularySize;
        int[] ids = [.. encoding.InputIds];
        foreach (MaskPlan mask in masks) ids[mask.Position] = mask.InputId;
        float[] logits = Run(ids, encoding.TokenTypeIds.AsSpan(), [.. masks.Select(mask => mask.Position)]);
        ExplainedMask[] explained =
        [
            .. masks.Select((mask, index) => ExplainMask(
                mask,
                encoding.InputIds[mask.Position],
                logits.AsSpan(index * vocabulary, vocabulary),
                options.TopK)),
        ];
        double[] losses = [.. explained.Select(mask => mask.Loss).OfType<double>()];
        var vectors = new VectorReader(model, _inference, options.Values);
        int row = options.Row ?? masks[0].Position;
        return new Explanation
        {
            Layout = ExplainedLayout.Of(model.Config, tokenizer),
            Tokens = [.. Enumerable.Range(0, ids.Length).Select(position => Token(encoding, ids, position))],
            Row = row,
            Embeddings = vectors.Embeddings(ids[row], row, encoding.TokenTypeIds[row]),
            Layers = vectors.Layers(row),
            Norms = vectors.Norms(),
            Attention = options.AttentionLayer is { } layer ? vectors.Attention(layer) : null,
            Masks = explained,
            NextSentence = encoding.TokenTypeIds.Contains(1) ? vectors.NextSentence() : null,
            TokenCount = ids.Length,
            HiddenSize = model.Config.HiddenSize,
            VocabularySize = vocabulary,
            MeanLoss = losses.Length == 0 ? null : losses.Average(),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _inference.Dispose();

    private float[] Run(int[] ids, ReadOnlySpan<int> types, int[] rows)
    {
        var batch = new TokenBatch(ids.Length, 1, 0);
        batch.Add(ids, types, [], []);
        _inference.Encode(batch);
        float[] logits = new float[(long)rows.Length * model.Config.VocabularySize];
        _inference.Logits(rows, logits);
        return logits;
    }

    private ExplainedToken Token(Encoding encoding, int[] ids, int position) => new(
        position,
        encoding.Tokens[position],
        encoding.InputIds[position],
        tokenizer.Vocabulary[ids[position]],
        ids[position],
        encoding.TokenTypeIds[position],
        encoding.AttentionMask[position]);

    private ExplainedMask ExplainMask(MaskPlan mask, int truth, ReadOnlySpan<float> logits, int topK)
    {
        // A model may have more rows than the vocabulary has pieces: what has no piece is no word.
        ReadOnlySpan<float> words = logits[..tokenizer.Vocabulary.Count];
        double logSumExp = Softmax.LogSumExp(logits);
        var best = new List<ExplainedCandidate>();
        foreach (int id in Softmax.Best(words, tokenizer.Vocabulary.UsedIds, topK))
        {
            best.Add(Candidate(id, logits[id], logSumExp));
        }

        var explained = new ExplainedMask
        {
            Position = mask.Position,
            Kind = mask.Kind,
            Best = best,
            LogSumExp = logSumExp,
        };
        if (mask.Kind == MaskKind.Given) return explained;
        return explained with
        {
            Truth = Candidate(truth, logits[truth], logSumExp),
            Rank = CountAbove(words, logits[truth]),
            Loss = logSumExp - logits[truth],
        };
    }

    private ExplainedCandidate Candidate(int id, float logit, double logSumExp) =>
        new(id, tokenizer.Vocabulary[id], logit, Math.Exp(logit - logSumExp));

    private static int CountAbove(ReadOnlySpan<float> logits, float limit)
    {
        int count = 0;
        foreach (float logit in logits)
        {
            if (logit > limit) count++;
        }

        return count;
    }
}
