using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloze.Data;
using Cloze.Models;

namespace Cloze.Evaluation;

/// <summary>
/// Pairs of held-out text that never change: made as in training, of a seed of their own, whatever the run's. No token
/// is masked. Texts that stand alone, of which nothing is asked, are left out.
/// </summary>
internal sealed class PairSet
{
    private const ulong Seed = 0x436C6F7A65; // "Cloze"
    private const int MostDocuments = 1 << 17;
    private readonly SentenceStore _store;
    private readonly PairOptions _options;
    private readonly List<SentencePair> _pairs;

    private PairSet(SentenceStore store, PairOptions options, List<SentencePair> pairs)
    {
        _store = store;
        _options = options;
        _pairs = pairs;
        int changed = pairs.Count(pair => pair.Label == 1);
        Majority = (double)Math.Max(changed, pairs.Count - changed) / pairs.Count;
        PairHash = Hash();
    }

    /// <summary>Number of pairs.</summary>
    public int Count => _pairs.Count;

    /// <summary>The share of the more frequent label.</summary>
    public double Majority { get; }

    /// <summary>
    /// SHA-256 over the length, ids, token types and label of each pair, as little-endian int32; 64 hexadecimal digits.
    /// </summary>
    public string PairHash { get; }

    /// <summary>Makes the pairs of a store; null where it gives none of which anything could be told.</summary>
    /// <param name="store">The held-out documents.</param>
    /// <param name="options">How they become pairs.</param>
    /// <param name="maximumTokens">
    /// Where the pairs have more tokens, an even sample of about this size, the same for every run.
    /// </param>
    /// <exception cref="ClozeException">The store is damaged.</exception>
    public static PairSet? TryCreate(SentenceStore store, PairOptions options, long maximumTokens = long.MaxValue)
    {
        if (options.Rule == PairRule.NextSentence && store.DocumentCount < 2) return null;
        var maker = new PairMaker(store, options);
        var pairs = new List<SentencePair>();
        foreach (long document in SequenceOrder.Sample(store.DocumentCount, MostDocuments, Seed))
        {
            maker.Make(document, Seed, 0, pairs);
        }

        pairs.RemoveAll(pair => pair.Label == SentencePair.NotAsked);
        return pairs.Exists(pair => pair.Label == 0)
            ? new PairSet(store, options, Choose(pairs, maximumTokens))
            : null;
    }

    /// <summary>Makes a batch for <see cref="Batches"/>.</summary>
    /// <exception cref="ClozeException">The longest sequence does not fit.</exception>
    public TokenBatch CreateBatch(int tokens) => tokens >= _options.SequenceLength
        ? new TokenBatch(tokens, tokens / PairOptions.SpecialTokens, 0)
        : throw new ClozeException(
            $"A batch of {tokens} tokens cannot hold a sequence of {_options.SequenceLength}.",
            "Choose a larger batch or shorter sequences.");

    /// <summary>Goes through all pairs once: the same batch every time, filled anew.</summary>
    public IEnumerable<TokenBatch> Batches(TokenBatch batch)
    {
        var reader = new PairReader(_store, _options.SequenceLength);
        for (int next = 0; next < _pairs.Count;)
        {
            batch.Clear();
            for (; next < _pairs.Count && batch.HasRoom(_pairs[next].TokenCount, 0); next++)
            {
                reader.Read(_pairs[next]);
                batch.Add(reader.Ids, reader.Types, [], [], _pairs[next].Label);
            }

            yield return batch;
        }
    }

    private static List<SentencePair> Choose(List<SentencePair> pairs, long maximumTokens)
    {
        if (pairs.Sum(pair => (long)pair.TokenCount) <= maximumTokens) return pairs;
        var order = new SequenceOrder(pairs.Count, Seed);
        var chosen = new List<SentencePair>();
        long tokens = 0;
        for (int place = 0; tokens < maximumTokens; place++)
        {
            chosen.Add(pairs[(int)order[0, place]]);
            tokens += chosen[^1].TokenCount;
        }

        return chosen;
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new PairReader(_store, _options.SequenceLength);
        Span<byte> number = stackalloc byte[sizeof(int)];
        foreach (SentencePair pair in _pairs)
        {
            reader.Read(pair);
            BinaryPrimitives.WriteInt32LittleEndian(number, pair.TokenCount);
            hash.AppendData(number);
            hash.AppendData(MemoryMarshal.AsBytes(reader.Ids));
            hash.AppendData(MemoryMarshal.AsBytes(reader.Types));
            BinaryPrimitives.WriteInt32LittleEndian(number, pair.Label);
            hash.AppendData(number);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
