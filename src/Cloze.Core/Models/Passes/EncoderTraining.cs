using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// Forward and backward passes of a model over packed batches. All memory is taken once, for a largest batch; a step
/// allocates nothing. One thread at a time.
/// </summary>
internal sealed class EncoderTraining : IDisposable
{
    /// <summary>ln 2: the loss where both classes are equally likely.</summary>
    private const float EvenLoss = 0.6931472f;

    private readonly EncoderModel _model;
    private readonly float _hiddenDropout;
    private readonly float _embeddingDropout;
    private readonly float _attentionDropout;
    private readonly MaskedLanguageOutput _prediction;
    private readonly EncoderWeights _gradients;
    private readonly Owned _owned = new();
    private readonly Arena _memory;
    private readonly TrainingActivations _activations;
    private readonly bool _recompute;
    private readonly FrozenPart _frozen;
    private readonly float[] _losses;
    private readonly NextSentenceRows _asked;
    private readonly RowsRead _read;
    private readonly SampledVocabulary _sample;
    private readonly float[] _biases;

    /// <summary>Takes the memory for gradients and for batches up to a capacity.</summary>
    /// <param name="model">The model; it is not disposed with this object.</param>
    /// <param name="tokenCapacity">The most tokens of a batch.</param>
    /// <param name="sequenceCapacity">The most sequences of a batch.</param>
    /// <param name="maskedCapacity">The most masked rows of a batch.</param>
    /// <param name="hiddenDropout">Dropout of hidden states, where it is not the configuration's.</param>
    /// <param name="attentionDropout">Dropout of attention probabilities, where it is not the configuration's.</param>
    /// <param name="recompute">
    /// Whether the backward pass computes each layer's activations again from the layer's input in place of keeping
    /// them: far less memory, about a quarter more time, the same bits.
    /// </param>
    /// <param name="frozen">What does not learn: it gets no gradients, and no time is spent on them.</param>
    /// <param name="sampledPieces">
    /// How many pieces stand for those of the vocabulary that a batch does not hold, on the processor; 0 computes all.
    /// </param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    /// <exception cref="ArgumentException">The model has no masked-language-model head.</exception>
    public EncoderTraining(
        EncoderModel model,
        int tokenCapacity,
        int sequenceCapacity,
        int maskedCapacity,
        float? hiddenDropout = null,
        float? attentionDropout = null,
        bool recompute = false,
        FrozenPart frozen = default,
        int sampledPieces = 0)
    {
        _model = model;
        _frozen = frozen;
        _hiddenDropout = hiddenDropout ?? model.Config.HiddenDropout;
        _embeddingDropout = hiddenDropout ?? model.Config.PreNorm?.EmbeddingDropout ?? _hiddenDropout;
        _attentionDropout = attentionDropout ?? model.Config.AttentionDropout;
        _prediction = model.Prediction ?? throw new ArgumentException("The model has no head to be trained.");
        _recompute = recompute;
        _activations = new TrainingActivations(model, recompute);
        _losses = new float[Math.Max(maskedCapacity, sequenceCapacity)];
        _asked = new NextSentenceRows(sequenceCapacity);
        _read = new RowsRead(tokenCapacity, maskedCapacity, sequenceCapacity);
        _sample = new SampledVocabulary(
            model.Config.VocabularySize, tokenCapacity, maskedCapacity, sampledPieces);
        _biases = new float[_sample.Capacity > 0 ? (int)model.Weights.Decoder.Bias.Count : 0];
        TokenCapacity = tokenCapacity;
        SequenceCapacity = sequenceCapacity;
        MaskedCapacity = maskedCapacity;
        nint size = _activations.SizeOf(tokenCapacity, sequenceCapacity, maskedCapacity, _sample.Capacity);
        int length = model.Parameters.Columns;
        try
        {
            _memory = _owned.Add(model.Backend.CreateActivationArena("activations", size));
            Gradients = _owned.Add(model.Backend.CreateArena("gradients", Arena.SizeOf(1, length))).Take(1, length);
            LearnedGradients = frozen.Rest(model.Layout, Gradients);
            _gradients = new EncoderWeights(model.Config, model.Layout, Gradients);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The most tokens of a batch.</summary>
    public int TokenCapacity { get; }

    /// <summary>The most sequences of a batch.</summary>
    public int SequenceCapacity { get; }

    /// <summary>The most masked rows of a batch.</summary>
    public int MaskedCapacity { get; }

    /// <summary>
    /// Gradients of all parameters, [1, Layout.Length], in the places of <see cref="EncoderModel.Parameters"/>. Every
    /// pass adds to them; the caller clears them.
    /// </summary>
    public Tensor Gradients { get; }

    /// <summary>The gradients of what learns, which is all behind the frozen part, [1, n].</summary>
    public Tensor LearnedGradients { get; }

    /// <summary>The bytes of memory that activations take, gradients of parameters apart.</summary>
    /// <param name="model">The model to be trained.</param>
    /// <param name="tokens">The most tokens of a batch.</param>
    /// <param name="sequences">The most sequences of a batch.</param>
    /// <param name="masked">The most masked rows of a batch.</param>
    /// <param name="recompute">Whether activations are computed again, see the constructor.</param>
    /// <param name="sampledPieces">Pieces that stand for others, see the constructor.</param>
    public static long ActivationBytes(
        EncoderModel model, int tokens, int sequences, int masked, bool recompute, int sampledPieces = 0)
    {
        int pieces = SampledVocabulary.MostPieces(model.Config.VocabularySize, tokens, masked, sampledPieces);
        var activations = new TrainingActivations(model, recompute);
        return sizeof(float) * (long)activations.SizeOf(tokens, sequences, masked, pieces);
    }

    /// <summary>The gradient of the parameter of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor Gradient(string name) => _gradients[name];

    /// <summary>
    /// Computes the losses of a batch and adds the gradients of their means: over the masked rows, and over the
    /// sequences with a next-sentence label where the model has that head.
    /// </summary>
    /// <inheritdoc cref="ForwardBackward(TokenBatch, ulong, uint, LossScale)"/>
    public BatchLoss ForwardBackward(TokenBatch batch, ulong seed, uint step) =>
        ForwardBackward(batch, seed, step, ScaleOf(new ReadOnlySpan<TokenBatch>(in batch)));

    /// <summary>By what the gradients of some batches add up to those of their common mean losses.</summary>
    public LossScale ScaleOf(ReadOnlySpan<TokenBatch> batches)
    {
        int masked = 0, asked = 0;
        foreach (TokenBatch batch in batches)
        {
            masked += batch.MaskedCount;
            if (_model.NextSentence is not null) asked += NextSentenceRows.Count(batch);
        }

        return new LossScale(1f / Math.Max(masked, 1), 1f / Math.Max(asked, 1));
    }

    /// <summary>Computes the losses of a batch and adds their weighted gradients.</summary>
    /// <param name="batch">The batch; its indices are checked.</param>
    /// <param name="seed">The run's seed, for dropout and samples of the vocabulary.</param>
    /// <param name="step">The optimizer step, with the part of the batch mixed in where a step has several.</param>
    /// <param name="scale">How much each row's loss weighs in the gradients.</param>
    /// <exception cref="ClozeException">An index is outside the model, or no token is masked.</exception>
    /// <exception cref="ArgumentException">The batch is larger than the capacity.</exception>
    public BatchLoss ForwardBackward(TokenBatch batch, ulong seed, uint step, LossScale scale)
    {
        Check(batch);
        _asked.Fill(batch, wanted: _model.NextSentence is not null);
        _read.Fill(batch.MaskedRows, _asked.Rows);
        int pieces = DrawPieces(batch, seed, step);
        _activations.Cut(
            batch.TokenCount, _asked.Rows.Length, batch.MaskedCount, _read.Rows.Length, pieces, _memory);
        var tokens = new TokenRows(batch.Ids, batch.Positions, batch.Types);
        var dropout = new DropoutPlan(_hiddenDropout, _attentionDropout, seed, step)
        {
            Embeddings = _embeddingDropout,
        };
        Forward(tokens, batch.Starts, dropout);
        _model.Backend.Clear(_activations.RowGradient);
        double masked = PredictMaskedWords(batch, scale.Masked, samples: pieces > 0);
        (double next, int correct) = PredictNextSentences(scale.NextSentence);
        Backward(tokens, batch.Starts, dropout);
        return new BatchLoss(masked, batch.MaskedCount, next, _asked.Rows.Length) { NextSentenceCorrect = correct };
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.Dispose();

    private void Forward(TokenRows tokens, ReadOnlySpan<int> starts, DropoutPlan dropout)
    {
        Tensor[] hidden = _activations.Hidden;
        int last = _model.Layers.Length - 1;
        _model.Embeddings.Forward(tokens, dropout, _activations.Embeddings, hidden[0]);
        for (int layer = 0; layer < last; layer++) Forward(layer, starts, dropout);
        _model.Layers[last].ForwardRows(
            hidden[last], starts, _read.Rows, dropout, _activations.Layers[last], hidden[last + 1]);
    }

    private void Forward(int layer, ReadOnlySpan<int> starts, DropoutPlan dropout) => _model.Layers[layer].Forward(
        _activations.Hidden[layer], starts, dropout, _activations.Layers[layer], _activations.Hidden[layer + 1]);

    private void Backward(TokenRows tokens, ReadOnlySpan<int> starts, DropoutPlan dropout)
    {
        int last = _model.Layers.Length - 1;
        if (last >= _frozen.Layers)
        {
            _model.Layers[last].BackwardRows(
                _activations.Hidden[last],
                starts,
                _read.Rows,
                dropout,
                _activations.Layers[last],
                _gradients.Layers[last],
                _activations.Scratch,
                _activations.RowGradient,
                _activations.Gradient,
                WantsInput(last));
        }

        for (int layer = last - 1; layer >= _frozen.Layers; layer--)
        {
            // The same input, dropout key and kernels: the same bits.
            if (_recompute) Forward(layer, starts, dropout);
            _model.Layers[layer].Backward(
                _activations.Hidden[layer],
                starts,
                dropout,
                _activations.Layers[layer],
                _gradients.Layers[layer],
                _activations.Scratch,
                _activations.Gradient,
                WantsInput(layer));
        }

        if (!_frozen.IsNone) return;
        _model.Embeddings.Backward(tokens, dropout, _activations.Embeddings, _gradients, _activations.Gradient);
    }

    // Below the first layer that learns nothing does.
    private bool WantsInput(int layer) => _frozen.IsNone || layer > _frozen.Layers;

    /// <summary>How many pieces the loss is over; 0 where it is over all.</summary>
    private int DrawPieces(TokenBatch batch, ulong seed, uint step)
    {
        if (_biases.Length > 0) _model.Backend.Download(_model.Weights.Decoder.Bias, _biases);
        return _sample.Draw(batch, _biases, seed, step) ? _sample.Pieces.Length : 0;
    }

    /// <summary>The sum of the masked rows' losses; adds their gradients.</summary>
    private double PredictMaskedWords(TokenBatch batch, float scale, bool samples)
    {
        Span<float> losses = _losses.AsSpan(0, batch.MaskedCount);
        MaskedLanguageOutput.Cache cache = _activations.Prediction;
        Tensor gradient = _activations.RowGradient;
        bool decoderIsFrozen = !_frozen.IsNone && _model.Config.TieDecoder;
        _prediction.Forward(_activations.Hidden[^1], _read.Masked, cache);
        if (samples)
        {
            _prediction.LossAndBackward(
                _read.Masked, _sample, scale, cache, _gradients, losses, gradient, decoderIsFrozen);
        }
        else
        {
            _prediction.LossAndBackward(
                _read.Masked, batch.Labels, scale, cache, _gradients, losses, gradient, decoderIsFrozen);
        }

        return Sum(losses);
    }

    /// <summary>
    /// The sum of the losses of the sequences asked, and how many labels were held likelier: of two classes those with
    /// a loss below ln 2. Adds their gradients.
    /// </summary>
    private (double Sum, int Correct) PredictNextSentences(float scale)
    {
        if (_asked.Rows.IsEmpty) return (0, 0);
        Span<float> losses = _losses.AsSpan(0, _asked.Rows.Length);
        Tensor gradient = _activations.PooledGradient;
        _model.Pooler!.Forward(_activations.Hidden[^1], _read.Asked, _activations.Pooler);
        _model.NextSentence!.LossAndBackward(
            _activations.Pooler.Pooled, _asked.Labels, scale, _gradients, losses, gradient);
        _model.Pooler.Backward(_read.Asked, _activations.Pooler, _gradients, gradient, _activations.RowGradient);
        int correct = 0;
        foreach (float loss in losses) correct += loss < EvenLoss ? 1 : 0;
        return (Sum(losses), correct);
    }

    private void Check(TokenBatch batch)
    {
        if (batch.TokenCount > TokenCapacity
            || batch.SequenceCount > SequenceCapacity
            || batch.MaskedCount > MaskedCapacity)
        {
            throw new ArgumentException(
                $"The batch has {batch.TokenCount} tokens, {batch.SequenceCount} sequences and {batch.MaskedCount} "
                + $"masked rows; there is room for {TokenCapacity}, {SequenceCapacity} and {MaskedCapacity}.");
        }

        batch.RequireMasks();
        batch.Validate(_model.Config);
    }

    private static double Sum(ReadOnlySpan<float> losses)
    {
        double sum = 0;
        foreach (float loss in losses) sum += loss;
        return sum;
    }
}
