namespace Cloze.Data;

/// <summary>
/// Makes the pairs of a document by the rules of the original (<c>create_pretraining_data.py</c> of
/// google-research/bert): a pure function of (seed, epoch, document). One thread at a time.
/// </summary>
/// <remarks>
/// Sentences are collected until they have the length aimed at or the document ends; the chunk is split between two of
/// them, at random. The second text then is the rest of the chunk, or, in half of the cases and whenever the chunk is a
/// single sentence, as much of another document from a random sentence on, and the rest of the chunk is put back. Where
/// the order is asked for, the texts of half of the chunks are swapped, and a single sentence stands alone.
/// </remarks>
internal sealed class PairMaker
{
    private const int ShortestTarget = 2;
    private const int Tries = 10;

    private readonly SentenceStore _store;
    private readonly PairOptions _options;
    private readonly SentenceDocument _document;
    private readonly SentenceDocument _other;

    /// <exception cref="ClozeException">The sequences are too short for a pair.</exception>
    public PairMaker(SentenceStore store, PairOptions options)
    {
        if (options.MostTokens < ShortestTarget)
        {
            throw new ClozeException(
                $"A sequence of {options.SequenceLength} tokens has no room for a pair.",
                $"Choose sequences of {ShortestTarget + PairOptions.SpecialTokens} tokens or more.");
        }

        _store = store;
        _options = options;
        _document = store.CreateDocument();
        _other = store.CreateDocument();
    }

    /// <summary>Appends the pairs that a document gives in an epoch, in the order of the text.</summary>
    /// <exception cref="ClozeException">The store's file is damaged.</exception>
    public void Make(long document, ulong seed, uint epoch, List<SentencePair> pairs)
    {
        _store.Read(document, _document);
        var random = new KeyedRandom(seed, RandomPurpose.Pairs, epoch, (ulong)document);
        int target = _options.MostTokens;
        if (random.NextSingle() < _options.ShortShare) target = Between(ShortestTarget, target, ref random);
        for (int first = 0; first < _document.SentenceCount;)
        {
            var chunk = new Chunk(document, first, EndOfChunk(first, target), target);
            (SentencePair pair, first) = _options.Rule == PairRule.NextSentence
                ? NextSentence(chunk, ref random)
                : SentenceOrder(chunk, ref random);
            pairs.Add(pair with { MaskKey = random.NextBits() });
        }
    }

    /// <summary>The sentence behind those that together are as long as is aimed at.</summary>
    private int EndOfChunk(int first, int target)
    {
        int end = first + 1;
        while (end < _document.SentenceCount && _document.StartOf(end) - _document.StartOf(first) < target) end++;
        return end;
    }

    private (SentencePair Pair, int Next) NextSentence(in Chunk chunk, ref KeyedRandom random)
    {
        int split = Split(chunk, ref random);
        TokenSpan first = Span(_document, chunk.Document, chunk.First, split);
        bool isRandom = chunk.Count == 1 || random.NextSingle() < 0.5f;
        TokenSpan second = isRandom
            ? Elsewhere(chunk.Document, chunk.Target - first.Length, ref random)
            : Span(_document, chunk.Document, split, chunk.End);
        Truncate(ref first, ref second, ref random);
        return (new SentencePair(first, second, isRandom ? 1 : 0, 0), isRandom ? split : chunk.End);
    }

    private (SentencePair Pair, int Next) SentenceOrder(in Chunk chunk, ref KeyedRandom random)
    {
        int split = Split(chunk, ref random);
        TokenSpan first = Span(_document, chunk.Document, chunk.First, split);
        TokenSpan second = Span(_document, chunk.Document, split, chunk.End);
        bool isSwapped = chunk.Count > 1 && random.NextSingle() < 0.5f;
        if (isSwapped) (first, second) = (second, first);
        Truncate(ref first, ref second, ref random);
        int label = chunk.Count == 1 ? SentencePair.NotAsked : isSwapped ? 1 : 0;
        return (new SentencePair(first, second, label, 0), chunk.End);
    }

    /// <summary>The sentence with which the second text begins: of a single sentence that behind it.</summary>
    private static int Split(in Chunk chunk, ref KeyedRandom random) =>
        chunk.First + (chunk.Count == 1 ? 1 : Between(1, chunk.Count - 1, ref random));

    /// <summary>Sentences of another document from a random one on, as many as have the tokens wanted.</summary>
    private TokenSpan Elsewhere(long document, int tokens, ref KeyedRandom random)
    {
        long other = document;
        for (int i = 0; i < Tries && other == document; i++) other = NextDocument(ref random);
        _store.Read(other, _other);
        int start = random.NextInteger(_other.SentenceCount), end = start + 1;
        while (end < _other.SentenceCount && _other.StartOf(end) - _other.StartOf(start) < tokens) end++;
        return Span(_other, other, start, end);
    }

    // One draw where the number fits it, so that small corpora keep their pairs.
    private long NextDocument(ref KeyedRandom random) => _store.DocumentCount <= int.MaxValue
        ? random.NextInteger((int)_store.DocumentCount)
        : (long)((UInt128)(((ulong)random.NextBits() << 32) | random.NextBits()) * (ulong)_store.DocumentCount >> 64);

    /// <summary>Takes tokens off the longer text, each off its front or its back, until both fit.</summary>
    private void Truncate(ref TokenSpan first, ref TokenSpan second, ref KeyedRandom random)
    {
        while (first.Length + second.Length > _options.MostTokens)
        {
            ref TokenSpan longer = ref first.Length > second.Length ? ref first : ref second;
            longer = random.NextSingle() < 0.5f ? longer.WithoutFirst() : longer.WithoutLast();
        }
    }

    private static TokenSpan Span(SentenceDocument document, long index, int first, int end) =>
        new(index, document.StartOf(first), document.StartOf(end) - document.StartOf(first));

    private static int Between(int smallest, int largest, ref KeyedRandom random) =>
        smallest + random.NextInteger(largest - smallest + 1);

    /// <summary>Sentences that were collected, and the length that was aimed at.</summary>
    private readonly record struct Chunk(long Document, int First, int End, int Target)
    {
        public int Count => End - First;
    }
}
