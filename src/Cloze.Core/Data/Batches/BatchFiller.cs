using Cloze.Masking;
using Cloze.Models;

namespace Cloze.Data;

/// <summary>Reads sequences of a store, masks them and appends them to batches; then allocates nothing.</summary>
internal sealed class BatchFiller
{
    private readonly ISequenceSource _store;
    private readonly Masker _masker;
    private readonly int[] _ids;
    private readonly int[] _positions;
    private readonly int[] _labels;

    public BatchFiller(ISequenceSource store, Masker masker)
    {
        _store = store;
        _masker = masker;
        _ids = new int[store.SequenceLength];
        _positions = new int[store.SequenceLength];
        _labels = new int[store.SequenceLength];
        MaskRate = masker.Rate;
    }

    /// <summary>The share of the ordinary tokens that is masked from now on; at most the masker's own.</summary>
    public double MaskRate { get; set; }

    /// <summary>A batch with room for any sequences of so many tokens together.</summary>
    /// <exception cref="ClozeException">The longest sequence does not fit.</exception>
    public TokenBatch CreateBatch(int tokens)
    {
        if (tokens < _store.SequenceLength)
        {
            throw new ClozeException(
                $"A batch of {tokens} tokens cannot hold a sequence of {_store.SequenceLength}.",
                "Choose a larger batch or shorter sequences.");
        }

        return new TokenBatch(tokens, tokens / 3, _masker.MostMasked(tokens, _store.SequenceLength));
    }

    /// <summary>The ids of a sequence, valid until the next call.</summary>
    public ReadOnlySpan<int> Read(long sequence) => _ids.AsSpan(0, _store.Read(sequence, _ids));

    /// <summary>A sequence as this stream masks it; the parts are valid until the next call.</summary>
    public MaskedSequence Mask(long sequence, KeyedRandom random)
    {
        Span<int> ids = _ids.AsSpan(0, _store.Read(sequence, _ids));
        int masked = _masker.Mask(random, MaskRate, ids, _positions, _labels);
        return new MaskedSequence(ids, _positions.AsSpan(0, masked), _labels.AsSpan(0, masked));
    }

    /// <summary>Appends a sequence as this stream masks it; false, and nothing done, where it has no room.</summary>
    public bool TryAdd(long sequence, KeyedRandom random, TokenBatch batch)
    {
        if (!batch.HasRoom(_store.LengthOf(sequence), 0)) return false;
        MaskedSequence masked = Mask(sequence, random);
        if (!batch.HasRoom(masked.Ids.Length, masked.Labels.Length)) return false;
        batch.Add(masked.Ids, [], masked.Positions, masked.Labels);
        return true;
    }

    public readonly ref struct MaskedSequence(
        ReadOnlySpan<int> ids, ReadOnlySpan<int> positions, ReadOnlySpan<int> labels)
    {
        /// <summary>The ids, masks in place.</summary>
        public readonly ReadOnlySpan<int> Ids = ids;

        /// <summary>The positions to be predicted.</summary>
        public readonly ReadOnlySpan<int> Positions = positions;

        /// <summary>The true ids there.</summary>
        public readonly ReadOnlySpan<int> Labels = labels;
    }
}
