using Cloze.Masking;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>Runs one sentence and reads the values of the forward pass into an <see cref="Explanation"/>.</summary>
internal sealed class Explainer(EncoderModel model, EncoderInference inference, Tokenizer tokenizer)
{
    private const int ShownValues = 6;

    public Explanation Explain(Encoding encoding, IReadOnlyList<MaskPlan> masks, int topK)
    {
        int vocabulary = model.Config.VocabularySize;
        int[] ids = [.. encoding.InputIds];
        foreach (MaskPlan mask in masks) ids[mask.Position] = mask.InputId;
        float[] logits = Run(ids, encoding.TokenTypeIds.AsSpan(), [.. masks.Select(mask => mask.Position)]);
        ExplainedMask[] explained =
        [
            .. masks.Select((mask, index) => ExplainMask(
                mask, encoding.InputIds[mask.Position], logits.AsSpan(index * vocabulary, vocabulary), topK)),
        ];
        double[] losses = [.. explained.Select(mask => mask.Loss).OfType<double>()];
        int shown = masks[0].Position;
        return new Explanation
        {
            Tokens = [.. Enumerable.Range(0, ids.Length).Select(position => Token(encoding, ids, position))],
            Embeddings = Embeddings(ids[shown], shown, encoding.TokenTypeIds[shown]),
            Layers = [.. Enumerable.Range(1, model.Config.LayerCount).Select(layer => HiddenState(layer, shown))],
            Masks = explained,
            TokenCount = ids.Length,
            HiddenSize = model.Config.HiddenSize,
            VocabularySize = vocabulary,
            MeanLoss = losses.Length == 0 ? null : losses.Average(),
        };
    }

    private float[] Run(int[] ids, ReadOnlySpan<int> types, int[] rows)
    {
        var batch = new TokenBatch(ids.Length, 1, 0);
        batch.Add(ids, types, [], []);
        inference.Encode(batch);
        float[] logits = new float[(long)rows.Length * model.Config.VocabularySize];
        inference.Logits(rows, logits);
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

    private List<ExplainedVector> Embeddings(int id, int position, int type)
    {
        float[] word = Row("bert.embeddings.word_embeddings.weight", id);
        float[] place = Row("bert.embeddings.position_embeddings.weight", position);
        float[] segment = Row("bert.embeddings.token_type_embeddings.weight", type);
        float[] sum = [.. word.Select((value, index) => value + place[index] + segment[index])];
        return
        [
            Vector($"word[{id}]", word),
            Vector($"position[{position}]", place),
            Vector($"type[{type}]", segment),
            Vector("sum", sum),
            HiddenState(0, position) with { Name = "LayerNorm(sum)" },
        ];
    }

    private ExplainedVector HiddenState(int layer, int position)
    {
        float[] row = new float[model.Config.HiddenSize];
        model.Backend.Download(inference.HiddenState(layer).RowRange(position, 1), row);
        return Vector($"layer {layer}", row);
    }

    private float[] Row(string name, int index)
    {
        ParameterSpec parameter = model.Layout[name];
        nint offset = parameter.Offset + ((nint)index * parameter.Columns);
        float[] row = new float[parameter.Columns];
        model.Backend.Download(model.Parameters.Slice(offset, 1, parameter.Columns), row);
        return row;
    }

    private static ExplainedVector Vector(string name, float[] values) =>
        new(
            name,
            values[..Math.Min(ShownValues, values.Length)],
            Math.Sqrt(values.Sum(value => (double)value * value)));

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
