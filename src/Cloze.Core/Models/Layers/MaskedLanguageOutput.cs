using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// The masked-language-model head, on the masked rows only: transformed = norm(activation(hidden[rows] · Wᵀ + b)), and
/// the softmax cross entropy of transformed · decoderᵀ + bias.
/// </summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="weights">The model's weights.</param>
internal sealed class MaskedLanguageOutput(Backend backend, EncoderConfig config, EncoderWeights weights)
{
    private readonly Activation _activation = config.HeadActivation ?? config.Activation;
    private readonly bool _lacksBias = weights.Decoder.Bias.IsNone;
    private readonly SampledDecoder _sampled = new(backend, weights.Decoder);

    /// <summary>What the backward pass needs of the forward pass.</summary>
    /// <param name="Rows">The hidden states of the masked rows, [M, H].</param>
    /// <param name="PreActivation">rows · Wᵀ + b, [M, E]; none in inference.</param>
    /// <param name="Activated">Its activation, [M, E].</param>
    /// <param name="Statistics">Mean and reciprocal deviation of each row, [M, 2]; none in inference.</param>
    /// <param name="Transformed">What the decoder reads, [M, E].</param>
    /// <param name="Gradient">That of transformed, [M, E]; none in inference.</param>
    /// <param name="RowGradient">
    /// That of the rows, [M, H]: in the place of transformed where E is H, and none in inference.
    /// </param>
    /// <param name="NoBias">Zeros for the bias of a decoder that has none, [1, V].</param>
    /// <param name="NoBiasGradient">Takes their gradient, which nobody reads, [1, V]; none in inference.</param>
    public readonly record struct Cache(
        Tensor Rows,
        Tensor PreActivation,
        Tensor Activated,
        Tensor Statistics,
        Tensor Transformed,
        Tensor Gradient,
        Tensor RowGradient,
        Tensor NoBias,
        Tensor NoBiasGradient)
    {
        /// <summary>The decoder's rows where the loss is over a sample of the vocabulary; empty else.</summary>
        public SampledDecoder.Cache Sampled { get; init; }
    }

    /// <summary>
    /// Takes the memory of one pass over M masked rows; in training with that of a sample of the vocabulary, where
    /// <paramref name="pieces"/> is not 0.
    /// </summary>
    public Cache Take(Arena arena, int rows, bool training, int pieces = 0)
    {
        int hidden = config.HiddenSize, width = config.EmbeddingSize;
        var cache = new Cache(
            arena.Take(rows, hidden),
            training ? arena.Take(rows, width) : Tensor.None,
            arena.Take(rows, width),
            training ? arena.TakeFloat32(rows, 2) : Tensor.None,
            arena.Take(rows, width),
            training ? arena.Take(rows, width) : Tensor.None,
            Tensor.None,
            _lacksBias ? arena.TakeFloat32(1, config.VocabularySize) : Tensor.None,
            _lacksBias && training ? arena.TakeFloat32(1, config.VocabularySize) : Tensor.None);
        if (!training) return cache;
        return cache with
        {
            RowGradient = width == hidden ? cache.Transformed : arena.Take(rows, hidden),
            Sampled = pieces > 0 ? _sampled.Take(arena, pieces) : default,
        };
    }

    /// <summary>Computes what the decoder reads from the hidden states [T, H].</summary>
    public void Forward(Tensor hidden, ReadOnlySpan<int> rows, in Cache cache)
    {
        backend.GatherRows(hidden, rows, cache.Rows);
        backend.LinearActivation(
            cache.Rows,
            weights.Transform.Weight,
            weights.Transform.Bias,
            _activation,
            cache.PreActivation,
            cache.Activated);
        backend.AddNorm(
            cache.Activated,
            Tensor.None,
            Dropout.None,
            weights.TransformNorm.Gain,
            weights.TransformNorm.Bias,
            config.LayerNormEpsilon,
            Tensor.None,
            cache.Statistics,
            cache.Transformed);
    }

    /// <summary>Every row's logits over the vocabulary, [M, V].</summary>
    public void Logits(in Cache cache, Tensor logits) =>
        backend.Linear(cache.Transformed, weights.Decoder.Weight, weights.Decoder.Bias, logits);

    /// <summary>Each row's loss and, unless empty, its label's rank.</summary>
    public void Loss(in Cache cache, ReadOnlySpan<int> labels, Span<float> losses, Span<int> ranks) =>
        backend.CrossEntropy(cache.Transformed, weights.Decoder.Weight, BiasOf(cache), labels, losses, ranks);

    /// <summary>
    /// Each row's loss, and its gradient weighted by <paramref name="scale"/>: adds to those of the head and to that
    /// of the hidden states [T, H]. Where the decoder is frozen, its matrix gets none.
    /// </summary>
    public void LossAndBackward(
        ReadOnlySpan<int> rows,
        ReadOnlySpan<int> labels,
        float scale,
        in Cache cache,
        EncoderWeights gradients,
        Span<float> losses,
        Tensor hiddenGradient,
        bool decoderIsFrozen = false)
    {
        // losses = crossEntropy(transformed · decoderᵀ + bias, labels): overwrites that of transformed, adds to the
        // decoder's
        backend.CrossEntropyWithGradient(
            cache.Transformed,
            weights.Decoder.Weight,
            BiasOf(cache),
            labels,
            scale,
            losses,
            cache.Gradient,
            decoderIsFrozen ? Tensor.None : gradients.Decoder.Weight,
            _lacksBias ? Cleared(cache.NoBiasGradient) : gradients.Decoder.Bias);
        Backward(rows, cache, gradients, hiddenGradient);
    }

    /// <summary>
    /// The same over a sample of the vocabulary: losses and gradients are estimates, and the decoder's rows outside
    /// the sample get none.
    /// </summary>
    public void LossAndBackward(
        ReadOnlySpan<int> rows,
        SampledVocabulary sample,
        float scale,
        in Cache cache,
        EncoderWeights gradients,
        Span<float> losses,
        Tensor hiddenGradient,
        bool decoderIsFrozen = false)
    {
        SampledDecoder.Cache sampled = cache.Sampled;
        _sampled.Gather(sample, sampled);
        backend.CrossEntropyWithGradient(
            cache.Transformed,
            sampled.Weight,
            sampled.Bias,
            sample.Labels,
            scale,
            losses,
            cache.Gradient,
            decoderIsFrozen ? Tensor.None : sampled.WeightGradient,
            sampled.BiasGradient);
        LinearWeights decoder = gradients.Decoder;
        _sampled.ScatterAdd(sample, sampled, decoderIsFrozen ? decoder with { Weight = Tensor.None } : decoder);
        Backward(rows, cache, gradients, hiddenGradient);
    }

    // From the gradient of what the decoder reads to that of the hidden states.
    private void Backward(ReadOnlySpan<int> rows, in Cache cache, EncoderWeights gradients, Tensor hiddenGradient)
    {
        Tensor gradient = cache.Gradient;

        // transformed = norm(activated): overwrites gradient with that of activated, adds to the norm's
        backend.AddNormBackward(
            gradient,
            cache.Activated,
            cache.Statistics,
            weights.TransformNorm.Gain,
            Dropout.None,
            Tensor.None,
            gradient,
            gradients.TransformNorm.Gain,
            gradients.TransformNorm.Bias);

        // activated = activation(preActivation), in place
        backend.ActivationBackward(_activation, cache.PreActivation, gradient);

        // preActivation = rows · Wᵀ + b: adds to the weights'; that of the rows overwrites transformed, now done with
        backend.LinearBackward(
            gradient,
            cache.Rows,
            weights.Transform.Weight,
            add: false,
            cache.RowGradient,
            gradients.Transform.Weight,
            gradients.Transform.Bias);

        // rows = hidden[maskedRows]: adds
        backend.ScatterAddRows(cache.RowGradient, rows, hiddenGradient);
    }

    private Tensor BiasOf(in Cache cache) => _lacksBias ? Cleared(cache.NoBias) : weights.Decoder.Bias;

    private Tensor Cleared(Tensor tensor)
    {
        backend.Clear(tensor);
        return tensor;
    }
}
