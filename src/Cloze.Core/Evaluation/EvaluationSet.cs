using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;

namespace Cloze.Evaluation;

/// <summary>
/// Held-out sequences with masks that never change: 15 % of the ordinary tokens, 80/10/10, drawn from a stream that
/// is keyed by the sequence's own ids. A sequence keeps its masks whatever else the corpus holds, whatever the run's
/// seed, and in whatever batch it stands.
/// </summary>
internal sealed class EvaluationSet
{
    /// <summary>
    /// The most tokens that a run is measured on at its end; of a larger held-out part it is an even sample.
    /// </summary>
    public const long MostTokens = 1 << 21;

    private const ulong Seed = 0x436C6F7A65; // "Cloze"
    private readonly ISequenceSource _store;
    private readonly Masker _masker;
    private readonly long[] _sequences;

    /// <summary>Chooses the sequences and fixes their masks.</summary>
    /// <param name="store">The held-out part of the corpus.</param>
    /// <param name="pieces">Its vocabulary.</param>
    /// <param name="maximumTokens">
    /// Where the store has more tokens, an even sample of its sequences of about this size, the same for every run.
    /// </param>
    /// <exception cref="ClozeException">The store is of another vocabulary, or damaged.</exception>
    public EvaluationSet(ISequenceSource store, PieceTable pieces, long maximumTokens = long.MaxValue)
    {
        store.RequireVocabulary(pieces);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumTokens);
        _store = store;
        _masker = new Masker(pieces, new MaskingOptions());
        _sequences = Choose(store, maximumTokens);
        MaskHash = Hash();
    }

    /// <summary>Number of sequences.</summary>
    public int SequenceCount => _sequences.Length;

    /// <summary>The most tokens a sequence may have.</summary>
    public int SequenceLength => _store.SequenceLength;

    /// <summary>Tokens of the sequences, special pieces included.</summary>
    public long TokenCount => _sequences.Sum(sequence => (long)_store.LengthOf(sequence));

    /// <summary>
    /// SHA-256 over the length, masked inputs, masked positions and labels of each sequence, as little-endian int32;
    /// 64 hexadecimal digits. Scores
    /// may be compared where this is the same.
    /// </summary>
    public string MaskHash { get; }

    /// <summary>Makes a batch for <see cref="Batches"/>, with room for this many tokens and all their masks.</summary>
    /// <exception cref="ClozeException">The longest sequence does not fit.</exception>
    public TokenBatch CreateBatch(int tokens) => new BatchFiller(_store, _masker).CreateBatch(tokens);

    /// <summary>Goes through all sequences once: the same batch every time, filled anew.</summary>
    /// <exception cref="ArgumentException">A sequence does not fit: not a batch of this set.</exception>
    public IEnumerable<TokenBatch> Batches(TokenBatch batch)
    {
        var filler = new BatchFiller(_store, _masker);
        int next = 0;
        while (next < _sequences.Length)
        {
            batch.Clear();
            int first = next;
            while (next < _sequences.Length && filler.TryAdd(_sequences[next], Stream(filler, _sequences[next]), batch))
            {
                next++;
            }

            if (next == first) throw new ArgumentException("The batch has no room for the next sequence.");
            yield return batch;
        }
    }

    /// <summary>Appends one sequence, masked; false, and nothing done, where the batch has no room for it.</summary>
    internal bool TryAdd(int sequence, TokenBatch batch)
    {
        var filler = new BatchFiller(_store, _masker);
        return filler.TryAdd(_sequences[sequence], Stream(filler, _sequences[sequence]), batch);
    }

    /// <summary>Shows what is masked, sequence by sequence.</summary>
    internal void ReadMasks(MaskReader read)
    {
        var filler = new BatchFiller(_store, _masker);
        foreach (long sequence in _sequences)
        {
            BatchFiller.MaskedSequence masked = filler.Mask(sequence, Stream(filler, sequence));
            read(masked.Ids, masked.Positions, masked.Labels);
        }
    }

    private static long[] Choose(ISequenceSource store, long maximumTokens)
    {
        if (store.TokenCount <= maximumTokens) return [.. AllOf(store)];
        var order = new SequenceOrder(store.Count, Seed);
        var chosen = new List<long>();
        long tokens = 0;
        for (long place = 0; tokens < maximumTokens; place++)
        {
            chosen.Add(order[0, place]);
            tokens += store.LengthOf(chosen[^1]);
        }

        chosen.Sort();
        return [.. chosen];
    }

    private static IEnumerable<long> AllOf(ISequenceSource store)
    {
        for (long sequence = 0; sequence < store.Count; sequence++) yield return sequence;
    }

    private static KeyedRandom Stream(BatchFiller filler, long sequence)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(filler.Read(sequence)), hash);
        uint step = BinaryPrimitives.ReadUInt32LittleEndian(hash);
        uint index = BinaryPrimitives.ReadUInt32LittleEndian(hash[4..]);
        return new KeyedRandom(Seed, RandomPurpose.EvaluationMasks, step, index);
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var filler = new BatchFiller(_store, _masker);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (long sequence in _sequences)
        {
            BatchFiller.MaskedSequence masked = filler.Mask(sequence, Stream(filler, sequence));
            BinaryPrimitives.WriteInt32LittleEndian(length, masked.Ids.Length);
            hash.AppendData(length);
            hash.AppendData(MemoryMarshal.AsBytes(masked.Ids));
            hash.AppendData(MemoryMarshal.AsBytes(masked.Positions));
            hash.AppendData(MemoryMarshal.AsBytes(masked.Labels));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
