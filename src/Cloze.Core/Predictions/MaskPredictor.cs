using System.Runtime.InteropServices;
using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Predictions;

/// <summary>
/// Predicts the masked rows of packed batches. The logits stand in memory a block of rows at a time; of each row its
/// best words are kept. One thread at a time.
/// </summary>
internal sealed class MaskPredictor : IDisposable
{
    private readonly EncoderInference _inference;
    private readonly TokenBatch _batch;
    private readonly List<int> _rows = [];
    private readonly List<(MaskedSequence Sequence, int Mask)> _owners = [];

    /// <summary>Takes the memory for batches up to a number of tokens; what is never used takes none.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public MaskPredictor(EncoderModel model, int tokenCapacity)
    {
        _inference = new EncoderInference(model, tokenCapacity, tokenCapacity);
        _batch = new TokenBatch(tokenCapacity, tokenCapacity, 0);
    }

    /// <summary>The most tokens of a batch.</summary>
    public int TokenCapacity => _batch.TokenCapacity;

    /// <summary>Runs the model over these sequences together and puts each one's predictions into it.</summary>
    /// <exception cref="ClozeException">An index is outside the model.</exception>
    /// <exception cref="ArgumentException">There is no room for them, or none is given.</exception>
    public void Predict(IReadOnlyList<MaskedSequence> sequences)
    {
        _batch.Clear();
        _rows.Clear();
        _owners.Clear();
        foreach (MaskedSequence sequence in sequences)
        {
            for (int mask = 0; mask < sequence.Positions.Length; mask++)
            {
                _rows.Add(_batch.TokenCount + sequence.Positions[mask]);
                _owners.Add((sequence, mask));
            }

            _batch.Add(sequence.Ids, sequence.Types, [], []);
        }

        _inference.Encode(_batch);
        _inference.ReadLogits(CollectionsMarshal.AsSpan(_rows), new Reducer(_owners));
        _owners.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _inference.Dispose();

    private readonly struct Reducer(List<(MaskedSequence Sequence, int Mask)> owners) : IRowReader
    {
        public void Read(int row, ReadOnlySpan<float> values) =>
            owners[row].Sequence.Reduce(owners[row].Mask, values);
    }
}
