using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Tests.Reference;

/// <summary>
/// The forward pass of an encoder in double precision, one row after another, straight from the papers' formulas; it
/// shares nothing with the engine but the draws of dropout. Central differences of it are the oracle of every backward
/// pass.
/// </summary>
internal sealed partial class ReferenceModel(EncoderConfig config, IReadOnlyDictionary<string, double[]> parameters)
{
    private readonly int _width = config.HiddenSize;
    private readonly WeightNames _names = config.Family.Names;

    /// <summary>
    /// The pieces that the masked rows' loss is over, and what is added to their logits; null for all as they are.
    /// </summary>
    public IReadOnlyDictionary<int, float>? Sample { get; init; }

    /// <summary>dropout(norm(word + position + type)) of every token, projected where the widths differ.</summary>
    public double[][] Embeddings(TokenBatch batch, DropoutPlan dropout)
    {
        double[][] rows = new double[batch.TokenCount][];
        for (int t = 0; t < rows.Length; t++)
        {
            rows[t] = Row(ModelPart.WordEmbeddings, batch.Ids[t]);
            if (config.HasPositions)
            {
                double[] position = Row(ModelPart.PositionEmbeddings, config.FirstPosition + batch.Positions[t]);
                rows[t] = Add(rows[t], position);
            }

            if (config.TokenTypes > 0) rows[t] = Add(rows[t], Row(ModelPart.TypeEmbeddings, batch.Types[t]));
        }

        double[][] dropped = Drop(Norm(rows, Stem(ModelPart.EmbeddingNorm)), dropout.AfterEmbeddings);
        return config.EmbeddingSize == _width ? dropped : Linear(dropped, Stem(ModelPart.EmbeddingProjection));
    }

    /// <summary>norm(dropout(attention · Woᵀ + bo) + input).</summary>
    public double[][] SelfAttention(
        int layer, double[][] input, ReadOnlySpan<int> starts, DropoutPlan dropout, int[]? places = null)
    {
        double[][] query = Linear(input, Stem(ModelPart.Query, layer));
        double[][] key = Linear(input, Stem(ModelPart.Key, layer));
        double[][] value = Linear(input, Stem(ModelPart.Value, layer));
        double[][] context = [.. input.Select(_ => new double[_width])];
        for (int s = 0; s + 1 < starts.Length; s++)
        {
            (int start, int end) = (starts[s], starts[s + 1]);
            for (int i = start; i < end; i++)
            {
                for (int head = 0; head < config.AttentionHeadCount; head++)
                {
                    Attend(query[i], key, value, head, i, start, end, dropout.InAttention(layer), context[i]);
                }
            }
        }

        double[][] projection = Drop(
            Linear(context, Stem(ModelPart.AttentionOutput, layer)), dropout.AfterAttention(layer), places);
        return Norm(Add(projection, input), Stem(ModelPart.AttentionNorm, layer));
    }

    /// <summary>norm(dropout(activation(input · W1ᵀ + b1) · W2ᵀ + b2) + input).</summary>
    public double[][] FeedForward(int layer, double[][] input, DropoutPlan dropout, int[]? places = null)
    {
        double[][] inner = Activate(Linear(input, Stem(ModelPart.Inner, layer)), config.Activation);
        double[][] projection = Drop(
            Linear(inner, Stem(ModelPart.Output, layer)), dropout.AfterFeedForward(layer), places);
        return Norm(Add(projection, input), Stem(ModelPart.OutputNorm, layer));
    }

    /// <summary>Mean cross entropy of the masked rows.</summary>
    public double MaskedLoss(double[][] hidden, TokenBatch batch)
    {
        double[][] rows = [.. batch.MaskedRows.ToArray().Select(row => hidden[row])];
        double[][] activated = Activate(
            Linear(rows, Stem(ModelPart.Transform)), config.HeadActivation ?? config.Activation);
        double[][] transformed = Norm(activated, Stem(ModelPart.TransformNorm));
        double[][] logits = config.TieDecoder
            ? Linear(transformed, _names.Weight(ModelPart.WordEmbeddings), _names.Bias(ModelPart.Prediction))
            : Linear(
                transformed,
                _names.Weight(ModelPart.Decoder),
                _names.Bias(_names.HasDecoderBias ? ModelPart.Decoder : ModelPart.Prediction));
        return CrossEntropy([.. logits.Select(Sampled)], batch.Labels).Average();
    }

    private double[] Sampled(double[] logits) => Sample is not { } sample
        ? logits
        : [.. logits.Select((logit, piece) => logit + sample.GetValueOrDefault(piece, float.NegativeInfinity))];

    /// <summary>Mean next-sentence cross entropy of the sequences asked; 0 where none is.</summary>
    public double NextSentenceLoss(double[][] hidden, TokenBatch batch)
    {
        int[] labels = batch.NextSentenceLabels.ToArray(), starts = batch.Starts.ToArray();
        int[] asked = [.. Enumerable.Range(0, labels.Length).Where(s => labels[s] >= 0)];
        if (asked.Length == 0) return 0;
        double[][] first = [.. asked.Select(s => hidden[starts[s]])];
        double[][] pooled = Activate(Linear(first, Stem(ModelPart.Pooler)), Activation.Tanh);
        int[] answers = [.. asked.Select(s => labels[s])];
        return CrossEntropy(Linear(pooled, Stem(ModelPart.NextSentence)), answers).Average();
    }

    /// <summary>The whole model: the sum of both losses.</summary>
    public double Loss(TokenBatch batch, DropoutPlan dropout, bool nextSentence)
    {
        double[][] hidden = Embeddings(batch, dropout);
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            int[]? places = layer == config.LayerCount - 1 ? PlacesRead(batch, nextSentence) : null;
            if (config.PreNorm is { } blocks)
            {
                hidden = PreNormLayer(blocks, layer, hidden, batch.Starts, dropout, places);
                continue;
            }

            hidden = SelfAttention(layer, hidden, batch.Starts, dropout, places);
            hidden = FeedForward(layer, hidden, dropout, places);
        }

        return MaskedLoss(hidden, batch) + (nextSentence ? NextSentenceLoss(hidden, batch) : 0);
    }

    private void Attend(
        double[] query,
        double[][] keys,
        double[][] values,
        int head,
        int token,
        int start,
        int end,
        Dropout dropout,
        double[] context,
        int window = int.MaxValue)
    {
        int size = _width / config.AttentionHeadCount, first = head * size;
        double[] weights = new double[end - start];
        for (int j = 0; j < weights.Length; j++)
        {
            double score = 0;
            for (int d = first; d < first + size; d++) score += query[d] * keys[start + j][d];
            weights[j] = Math.Abs(token - start - j) <= window ? Math.Exp(score / Math.Sqrt(size)) : 0;
        }

        double sum = weights.Sum();
        for (int j = 0; j < weights.Length; j++)
        {
            double weight = weights[j] / sum
                * ReferenceMath.Keep(dropout, (token * config.AttentionHeadCount) + head, j);
            for (int d = first; d < first + size; d++) context[d] += weight * values[start + j][d];
        }
    }

    private string Stem(ModelPart part, int layer = -1) => _names.Weight(part, layer)[..^".weight".Length];

    private double[] Row(ModelPart part, int row)
    {
        int width = config.EmbeddingSize;
        return parameters[_names.Weight(part)][(row * width)..((row + 1) * width)];
    }

    private double[][] Linear(double[][] input, string name) => Linear(input, $"{name}.weight", $"{name}.bias");

    private double[][] Linear(double[][] input, string weight, string bias)
    {
        double[] w = parameters[weight];
        double[] b = parameters.GetValueOrDefault(bias) ?? new double[w.Length / input[0].Length];
        return [.. input.Select(row => b.Select((value, n) => value + Dot(row, w, n * row.Length)).ToArray())];
    }

    private static double Dot(double[] row, double[] weights, int start)
    {
        double sum = 0;
        for (int k = 0; k < row.Length; k++) sum += row[k] * weights[start + k];
        return sum;
    }

    private double[][] Norm(double[][] rows, string name)
    {
        double[] gain = parameters[$"{name}.weight"];
        double[] bias = parameters.GetValueOrDefault($"{name}.bias") ?? new double[gain.Length];
        return [.. rows.Select(row =>
        {
            double mean = row.Average();
            double deviation = Math.Sqrt(row.Average(z => (z - mean) * (z - mean)) + config.LayerNormEpsilon);
            return row.Select((z, h) => ((z - mean) / deviation * gain[h]) + bias[h]).ToArray();
        })];
    }

    private static double[][] Activate(double[][] rows, Activation activation) =>
        [.. rows.Select(row => row.Select(x => ReferenceMath.Activate(activation, x)).ToArray())];

    // Dropout counts the rows that are computed: in the last layer those that a head reads, masked ones first.
    private static int[] PlacesRead(TokenBatch batch, bool nextSentence)
    {
        int[] firsts = [.. Enumerable.Range(0, batch.SequenceCount)
            .Where(s => nextSentence && batch.NextSentenceLabels[s] >= 0).Select(s => batch.Starts[s])];
        int[] read = [.. batch.MaskedRows.ToArray().Concat(firsts).Distinct()];
        return [.. Enumerable.Range(0, batch.TokenCount).Select(row => Math.Max(Array.IndexOf(read, row), 0))];
    }

    private static double[][] Drop(double[][] rows, Dropout dropout, int[]? places = null) =>
        [.. rows.Select((row, t) =>
            row.Select((x, h) => x * ReferenceMath.Keep(dropout, places?[t] ?? t, h)).ToArray())];

    private static double[][] Add(double[][] left, double[][] right) =>
        [.. left.Select((row, t) => Add(row, right[t]))];

    private static double[] Add(double[] left, double[] right) => [.. left.Select((x, h) => x + right[h])];

    private static double[] CrossEntropy(double[][] logits, ReadOnlySpan<int> labels)
    {
        double[] losses = new double[labels.Length];
        for (int m = 0; m < losses.Length; m++)
        {
            losses[m] = Math.Log(logits[m].Sum(Math.Exp)) - logits[m][labels[m]];
        }

        return losses;
    }
}
