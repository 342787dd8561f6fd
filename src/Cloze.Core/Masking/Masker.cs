using System.Buffers;

namespace Cloze.Masking;

/// <summary>
/// Chooses the tokens of a sequence that are to be predicted and hides them (Devlin et al. 2019). Immutable and
/// thread-safe; what it does depends on the ids and the random stream alone.
/// </summary>
/// <remarks>
/// Of n ordinary tokens floor(rate * n + u) are chosen, u even in [0, 1), at least one: the expected number is rate * n
/// for every length, and it varies less than if each token were drawn by itself. Every set of that size is equally
/// likely. Whole words and spans fill that number as far as they fit. Special pieces are neither chosen nor put in as
/// random pieces.
/// </remarks>
internal sealed class Masker
{
    private readonly PieceTable _pieces;
    private readonly MaskingOptions _options;

    /// <summary>Creates the masker of a vocabulary.</summary>
    /// <exception cref="ClozeException">The options contradict each other.</exception>
    public Masker(PieceTable pieces, MaskingOptions options)
    {
        options.Validate();
        _pieces = pieces;
        _options = options;
    }

    /// <summary>The share of the ordinary tokens that is masked where nothing is said; the highest.</summary>
    public double Rate => _options.MaskRate;

    /// <summary>The most tokens that may be chosen in sequences of <paramref name="tokens"/> tokens together.</summary>
    /// <param name="tokens">Tokens of all sequences, each with [CLS], [SEP] and at least one more.</param>
    /// <param name="sequenceLength">The longest sequence.</param>
    public int MostMasked(int tokens, int sequenceLength)
    {
        double share = 0;
        for (int length = 3; length <= sequenceLength; length++)
        {
            double most = Math.Max(1, Math.Ceiling(_options.MaskRate * (length - 2)));
            share = Math.Max(share, most / length);
        }

        int room = Math.Min(tokens, (int)Math.Ceiling(share * tokens));

        // A sequence that is one long word is hidden as a whole.
        return _options.Strategy == MaskingStrategy.Token ? room : Math.Max(room, sequenceLength);
    }

    /// <summary>Chooses tokens and hides them in place; returns their number, 0 where all tokens are special.</summary>
    /// <param name="random">The sequence's own stream, keyed by the epoch as its step.</param>
    /// <param name="ids">The sequence; masked in place.</param>
    /// <param name="positions">Receives the positions chosen, rising; room for every token.</param>
    /// <param name="labels">Receives the true ids there; room for every token.</param>
    public int Mask(KeyedRandom random, Span<int> ids, Span<int> positions, Span<int> labels) =>
        Mask(random, _options.MaskRate, ids, positions, labels);

    /// <summary>The same at a rate of the moment, at most that of the options.</summary>
    /// <inheritdoc cref="Mask(KeyedRandom, Span{int}, Span{int}, Span{int})"/>
    public int Mask(KeyedRandom random, double rate, Span<int> ids, Span<int> positions, Span<int> labels)
    {
        int ordinary = 0;
        foreach (int id in ids) ordinary += _pieces.IsSpecial(id) ? 0 : 1;
        if (ordinary == 0) return 0;
        int wanted = Math.Clamp((int)((rate * ordinary) + random.NextSingle()), 1, ordinary);
        bool isPlain = _options is { Strategy: MaskingStrategy.Token, Disjoint: false };
        if (isPlain) return MaskTokens(ref random, ordinary, wanted, ids, positions, labels);
        bool takesAll = _options.Disjoint && rate >= _options.MaskRate;
        return MaskWords(ref random, ordinary, takesAll ? ordinary : wanted, ids, positions, labels);
    }

    private int MaskTokens(
        ref KeyedRandom random, int left, int wanted, Span<int> ids, Span<int> positions, Span<int> labels)
    {
        int chosen = 0;
        for (int i = 0; chosen < wanted; i++)
        {
            // Selection sampling (Fan, Muller and Rezucha 1962): of the tokens left, each is equally likely.
            if (_pieces.IsSpecial(ids[i]) || random.NextInteger(left--) >= wanted - chosen) continue;
            positions[chosen] = i;
            labels[chosen++] = ids[i];
            ids[i] = Replacement(random.NextSingle(), ids[i], ref random);
        }

        return chosen;
    }

    // Which words, and which set of them, is a matter of the order's own stream: several epochs may share it.
    private int MaskWords(
        ref KeyedRandom random, int ordinary, int wanted, Span<int> ids, Span<int> positions, Span<int> labels)
    {
        int[] memory = ArrayPool<int>.Shared.Rent(5 * ids.Length);
        try
        {
            uint round = random.Step / (uint)(_options.Disjoint ? MaskSets.Count(_options.MaskRate, ordinary) : 1);
            KeyedRandom order = random.With(RandomPurpose.MaskOrder, round);
            MaskSets sets = _options.Disjoint
                ? MaskSets.Of(random.Step, _options.MaskRate, ordinary, ref order)
                : MaskSets.Whole(ordinary);
            var units = MaskUnits.Find(_pieces, ids, _options.Strategy, ref order, memory);
            Span<int> places = memory.AsSpan(3 * ids.Length, units.Count);
            Span<int> marks = memory.AsSpan(4 * ids.Length, units.WordCount);
            MaskChoice.Shuffle(ref order, places);
            MaskChoice.Take(units, places, sets, wanted, fromEnd: order.NextInteger(2) == 0, marks);
            return Hide(units, marks, ref random, ids, positions, labels);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(memory);
        }
    }

    private int Hide(
        in MaskUnits units,
        ReadOnlySpan<int> marks,
        ref KeyedRandom random,
        Span<int> ids,
        Span<int> positions,
        Span<int> labels)
    {
        int chosen = 0;
        for (int unit = 0; unit < units.Count; unit++)
        {
            (int first, int end) = units.Words(unit);
            float? drawn = null;
            for (int word = first; word < end; word++)
            {
                if (marks[word] != MaskChoice.Chosen) continue;
                for (int i = units.Start(word); i < units.End(word); i++)
                {
                    // SpanBERT draws once for a whole span, BERT once for each token.
                    if (_options.Strategy != MaskingStrategy.Span || drawn is null) drawn = random.NextSingle();
                    positions[chosen] = i;
                    labels[chosen++] = ids[i];
                    ids[i] = Replacement(drawn.Value, ids[i], ref random);
                }
            }
        }

        return chosen;
    }

    private int Replacement(float draw, int id, ref KeyedRandom random)
    {
        if (draw < _options.MaskShare) return _pieces.MaskId;
        if (draw >= _options.MaskShare + _options.RandomShare) return id;
        return _pieces.Ordinary[random.NextInteger(_pieces.Ordinary.Length)];
    }
}
