using System.Runtime.InteropServices;
using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Predictions;

/// <summary>
/// Runs packed batches and lets each sequence read what is asked of it: logits, which stand in memory a block of rows
/// at a time, the probability of one word, and hidden states, a layer at a time. One thread at a time.
/// </summary>
internal sealed class SequencePredictor : IDisposable
{
    private readonly EncoderInference _inference;
    private readonly EncoderModel _model;
    private readonly TokenBatch _batch;
    private readonly int[] _input;
    private readonly List<int> _rows = [];
    private readonly List<(BatchSequence Sequence, int Place)> _owners = [];
    private readonly List<BatchSequence> _scored = [];
    private readonly List<int> _scoredRows = [];
    private readonly List<int> _labels = [];
    private float[] _losses = [];
    private float[] _states = [];

    /// <summary>Takes the memory for batches up to a number of tokens; what is never used takes none.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public SequencePredictor(EncoderModel model, int tokenCapacity)
    {
        _model = model;
        _inference = new EncoderInference(model, tokenCapacity, tokenCapacity);
        _batch = new TokenBatch(tokenCapacity, tokenCapacity, 0);
        _input = new int[tokenCapacity];
    }

    /// <summary>The most tokens of a batch.</summary>
    public int TokenCapacity => _batch.TokenCapacity;

    /// <summary>Runs the model over these sequences together; each then has what it asked for.</summary>
    /// <exception cref="ClozeException">An index is outside the model.</exception>
    /// <exception cref="ArgumentException">There is no room for them, or none is given.</exception>
    public void Run(IReadOnlyList<BatchSequence> sequences)
    {
        _batch.Clear();
        _rows.Clear();
        Forget();
        foreach (BatchSequence sequence in sequences) Add(sequence);
        _rows.AddRange(_scoredRows);
        Encode(sequences);
        Span<int> rows = CollectionsMarshal.AsSpan(_rows);
        if (_owners.Count > 0) _inference.ReadLogits(rows[.._owners.Count], new Reducer(_owners));
        if (_scored.Count > 0) Score(rows[_owners.Count..]);
        Forget();
    }

    /// <inheritdoc/>
    public void Dispose() => _inference.Dispose();

    private void Forget()
    {
        _owners.Clear();
        _scored.Clear();
        _scoredRows.Clear();
        _labels.Clear();
    }

    private void Add(BatchSequence sequence)
    {
        if (sequence.Label is { } label)
        {
            _scored.Add(sequence);
            _scoredRows.Add(_batch.TokenCount + sequence.Positions[0]);
            _labels.Add(label);
        }
        else
        {
            AddRows(sequence);
        }

        Span<int> input = _input.AsSpan(0, Math.Min(sequence.TokenCount, _input.Length));
        sequence.WriteInput(input);
        _batch.Add(input, sequence.Types, [], []);
    }

    private void AddRows(BatchSequence sequence)
    {
        for (int place = 0; place < sequence.Positions.Length; place++)
        {
            _rows.Add(_batch.TokenCount + sequence.Positions[place]);
            _owners.Add((sequence, place));
        }
    }

    private void Score(ReadOnlySpan<int> rows)
    {
        if (_losses.Length < rows.Length) _losses = new float[Math.Max(rows.Length, 2 * _losses.Length)];
        Span<float> losses = _losses.AsSpan(0, rows.Length);
        _inference.Losses(rows, CollectionsMarshal.AsSpan(_labels), losses, []);
        for (int i = 0; i < losses.Length; i++) _scored[i].Score(-losses[i]);
    }

    // Where only logits are read, the last layer is left out for all other rows, and theirs come first.
    private void Encode(IReadOnlyList<BatchSequence> sequences)
    {
        bool readsStates = sequences.Any(sequence => sequence.Layer is not null);
        if (readsStates || _rows.Count > _batch.TokenCount)
        {
            _inference.Encode(_batch, Layers(sequences), (layer, states) => ReadHidden(sequences, layer, states));
            return;
        }

        Span<int> rows = CollectionsMarshal.AsSpan(_rows);
        _inference.EncodeRows(_batch, rows);
        for (int row = 0; row < rows.Length; row++) rows[row] = row;
    }

    // How many layers there are to run: those after the last that is looked at are left out.
    private int Layers(IReadOnlyList<BatchSequence> sequences)
    {
        if (_rows.Count > 0) return _model.Config.LayerCount;
        int layers = 0;
        foreach (BatchSequence sequence in sequences) layers = Math.Max(layers, sequence.Layer ?? 0);
        return layers;
    }

    private void ReadHidden(IReadOnlyList<BatchSequence> sequences, int layer, Tensor states)
    {
        int width = states.Columns;
        bool read = false;
        for (int i = 0; i < sequences.Count; i++)
        {
            if (sequences[i].Layer != layer) continue;
            if (!read) Download(states);
            read = true;
            int start = _batch.Starts[i] * width;
            sequences[i].ReadHidden(_states.AsSpan(start, sequences[i].TokenCount * width), width);
        }
    }

    private void Download(Tensor states)
    {
        int count = checked((int)states.Count);
        if (_states.Length < count) _states = new float[count];
        _model.Backend.Download(states, _states.AsSpan(0, count));
    }

    private readonly struct Reducer(List<(BatchSequence Sequence, int Place)> owners) : IRowReader
    {
        public void Read(int row, ReadOnlySpan<float> values) =>
            owners[row].Sequence.Reduce(owners[row].Place, values);
    }
}
