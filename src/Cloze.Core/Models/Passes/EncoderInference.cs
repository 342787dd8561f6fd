using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// Forward passes of a model over packed batches, without dropout. All memory is taken once, for a largest batch. One
/// thread at a time.
/// </summary>
internal sealed partial class EncoderInference : IDisposable
{
    // Each block reads the whole decoder: with 30,522 pieces these are 68 rows.
    private const int LogitsBlock = 1 << 21;

    private readonly EncoderModel _model;
    private readonly bool _keepLayers;
    private readonly InferenceActivations _activations;
    private readonly Owned _owned = new();
    private readonly Arena _memory;
    private readonly Arena _headMemory;
    private readonly int _rowsPerBlock;
    private readonly int[] _starts;
    private readonly DistinctTokens _distinct;

    /// <summary>Takes the memory for batches up to a capacity.</summary>
    /// <param name="model">The model; it is not disposed with this object.</param>
    /// <param name="tokenCapacity">The most tokens of a batch.</param>
    /// <param name="sequenceCapacity">The most sequences of a batch.</param>
    /// <param name="keepLayers">Whether every layer's result is kept, for <see cref="HiddenState"/> and
    /// <see cref="QueryKeyValue"/>, at L times the memory.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public EncoderInference(EncoderModel model, int tokenCapacity, int sequenceCapacity, bool keepLayers = false)
    {
        _model = model;
        _keepLayers = keepLayers;
        _activations = new InferenceActivations(model, keepLayers);
        _rowsPerBlock = RowsPerBlock(model, tokenCapacity);
        _starts = new int[sequenceCapacity + 1];
        _distinct = new DistinctTokens(tokenCapacity);
        TokenCapacity = tokenCapacity;
        nint heads = HeadSize(model, tokenCapacity, sequenceCapacity);
        try
        {
            nint size = _activations.SizeOf(tokenCapacity);
            _memory = _owned.Add(model.Backend.CreateActivationArena("activations", size));
            _headMemory = _owned.Add(model.Backend.CreateActivationArena("heads", heads));
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
    public int SequenceCapacity => _starts.Length - 1;

    /// <summary>V, the number of logits of a row: at least one for each piece of the vocabulary.</summary>
    public int VocabularySize => _model.Config.VocabularySize;

    /// <summary>S of the batch encoded last.</summary>
    public int SequenceCount { get; private set; }

    /// <summary>Hidden states of the last layer for the batch encoded last, [T, H]; dead after the next.</summary>
    public Tensor Hidden => _activations.Hidden[^1];

    /// <summary>The bytes of memory that batches up to a capacity take, layers not kept.</summary>
    /// <inheritdoc cref="EncoderInference(EncoderModel, int, int, bool)" path="/param"/>
    public static long MemoryBytes(EncoderModel model, int tokenCapacity, int sequenceCapacity)
    {
        nint floats = new InferenceActivations(model, keepLayers: false).SizeOf(tokenCapacity);
        return sizeof(float) * (long)(floats + HeadSize(model, tokenCapacity, sequenceCapacity));
    }

    /// <summary>Hidden states after the embeddings (0) or after a layer (1 to L), [T, H].</summary>
    /// <exception cref="InvalidOperationException">The layers were not to be kept.</exception>
    public Tensor HiddenState(int layer)
    {
        CheckKept();
        return _activations.Hidden[layer];
    }

    /// <summary>Queries, keys and values of a layer (from 0) within one sequence of n tokens, [n, 3H].</summary>
    /// <exception cref="InvalidOperationException">The layers were not to be kept.</exception>
    internal Tensor QueryKeyValue(int layer, int sequence)
    {
        CheckKept();
        return _activations.Layers[layer].Attention.QueryKeyValue.RowRange(
            _starts[sequence], _starts[sequence + 1] - _starts[sequence]);
    }

    /// <summary>Logits over the vocabulary at these rows of the batch encoded last, [rows, V].</summary>
    /// <exception cref="ArgumentException">A row is outside the batch, or there is no room for so many.</exception>
    /// <exception cref="InvalidOperationException">The model has no masked-language-model head.</exception>
    public void Logits(ReadOnlySpan<int> rows, Span<float> logits)
    {
        MaskedLanguageOutput head = _model.Prediction ?? throw NoHead("masked-language-model head");
        int vocabulary = _model.Config.VocabularySize;
        CheckRows(rows, (long)rows.Length * vocabulary, logits.Length);
        for (int start = 0; start < rows.Length; start += _rowsPerBlock)
        {
            int count = Math.Min(_rowsPerBlock, rows.Length - start);
            Tensor block = LogitsOf(head, rows.Slice(start, count));
            _model.Backend.Download(block, logits.Slice(start * vocabulary, count * vocabulary));
        }
    }

    /// <summary>
    /// Lets the engine's threads read the logits at these rows of the batch encoded last, a row of [V] at a time, in
    /// blocks, so that [rows, V] never stands in memory.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has no masked-language-model head.</exception>
    internal void ReadLogits<TReader>(ReadOnlySpan<int> rows, TReader reader)
        where TReader : IRowReader
    {
        MaskedLanguageOutput head = _model.Prediction ?? throw NoHead("masked-language-model head");
        for (int start = 0; start < rows.Length; start += _rowsPerBlock)
        {
            int count = Math.Min(_rowsPerBlock, rows.Length - start);
            _model.Backend.ReadRows(LogitsOf(head, rows.Slice(start, count)), start, reader);
        }
    }

    /// <summary>
    /// Encodes a batch and gives the loss of each masked row, -ln P(label), and, unless <paramref name="ranks"/> is
    /// empty, how many words the model held likelier than the label; both [M].
    /// </summary>
    /// <exception cref="ClozeException">An index is outside the model, or no token is masked.</exception>
    /// <exception cref="ArgumentException">The batch is empty or larger than the capacity.</exception>
    /// <exception cref="InvalidOperationException">The model has no masked-language-model head.</exception>
    public void Score(TokenBatch batch, Span<float> losses, Span<int> ranks)
    {
        if (_model.Prediction is null) throw NoHead("masked-language-model head");
        batch.RequireMasks();
        Encode(batch);
        Losses(batch.MaskedRows, batch.Labels, losses, ranks);
    }

    /// <summary>
    /// Gives of each of these rows of the batch encoded last the loss of its label, -ln P(label), and, unless
    /// <paramref name="ranks"/> is empty, how many words the model held likelier; all [M], at most as many as tokens.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has no masked-language-model head.</exception>
    public void Losses(ReadOnlySpan<int> rows, ReadOnlySpan<int> labels, Span<float> losses, Span<int> ranks)
    {
        MaskedLanguageOutput head = _model.Prediction ?? throw NoHead("masked-language-model head");
        _headMemory.Reset();
        MaskedLanguageOutput.Cache cache = head.Take(_headMemory, rows.Length, training: false);
        head.Forward(Hidden, rows, cache);
        head.Loss(cache, labels, losses, ranks);
    }

    /// <summary>The pooled rows of the batch encoded last, [S, H].</summary>
    /// <exception cref="InvalidOperationException">The model has no pooler.</exception>
    public void Pooled(Span<float> pooled) => _model.Backend.Download(Pool(), pooled);

    /// <summary>Logits for "B follows A" and "B is random" of the batch encoded last, [S, 2].</summary>
    /// <exception cref="InvalidOperationException">The model has no next-sentence head.</exception>
    public void NextSentenceLogits(Span<float> logits)
    {
        NextSentenceOutput head = _model.NextSentence ?? throw NoHead("next-sentence head");
        Tensor pooled = Pool();
        Tensor result = _headMemory.TakeFloat32(SequenceCount, 2);
        head.Logits(pooled, result);
        _model.Backend.Download(result, logits);
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.Dispose();

    // Before the first row is computed, so that nothing is written where a later one is wrong.
    private void CheckRows(ReadOnlySpan<int> rows, long values, int room)
    {
        foreach (int row in rows)
        {
            if ((uint)row < (uint)_starts[SequenceCount]) continue;
            throw new ArgumentException(
                $"Row {row} is outside the batch of {_starts[SequenceCount]} tokens.", nameof(rows));
        }

        if (values > room)
        {
            throw new ArgumentException($"The logits of {rows.Length} rows are {values}; there is room for {room}.");
        }
    }

    private Tensor LogitsOf(MaskedLanguageOutput head, ReadOnlySpan<int> rows)
    {
        _headMemory.Reset();
        MaskedLanguageOutput.Cache cache = head.Take(_headMemory, rows.Length, training: false);
        Tensor block = _headMemory.TakeFloat32(rows.Length, _model.Config.VocabularySize);
        head.Forward(Hidden, rows, cache);
        head.Logits(cache, block);
        return block;
    }

    private Tensor Pool()
    {
        Pooler pooler = _model.Pooler ?? throw NoHead("pooler");
        _headMemory.Reset();
        Pooler.Cache cache = pooler.Take(_headMemory, SequenceCount);
        pooler.Forward(Hidden, _starts.AsSpan(0, SequenceCount), cache);
        return cache.Pooled;
    }

    private static int RowsPerBlock(EncoderModel model, int tokens) =>
        Math.Clamp(LogitsBlock / model.Config.VocabularySize, 1, Math.Max(tokens, 1));

    /// <summary>Floats of the largest use of the heads' memory: scores, a block of logits, or the pooler.</summary>
    private static nint HeadSize(EncoderModel model, int tokens, int sequences)
    {
        using var measure = new MeasuringArena(model.Backend.ActivationElement);
        int rows = RowsPerBlock(model, tokens);
        model.Prediction?.Take(measure, tokens, training: false);
        nint largest = measure.Used;
        measure.Reset();
        model.Prediction?.Take(measure, rows, training: false);
        measure.TakeFloat32(rows, model.Config.VocabularySize);
        largest = Math.Max(largest, measure.Used);
        measure.Reset();
        model.Pooler?.Take(measure, sequences);
        measure.TakeFloat32(sequences, 2);
        return Math.Max(largest, measure.Used);
    }

    private void CheckKept()
    {
        if (!_keepLayers) throw new InvalidOperationException("The layers' results are kept only with keepLayers.");
    }

    private static InvalidOperationException NoHead(string head) => new($"The model has no {head}.");
}
