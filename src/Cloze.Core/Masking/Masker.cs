namespace Cloze.Masking;

/// <summary>
/// Chooses the tokens of a sequence that are to be predicted and hides them (Devlin et al. 2019). Immutable and
/// thread-safe; what it does depends on the ids and the random stream alone.
/// </summary>
/// <remarks>
/// Of n ordinary tokens floor(rate * n + u) are chosen, u even in [0, 1), at least one: the expected number is rate * n
/// for every length, and it varies less than if each token were drawn by itself. Every set of that size is equally
/// likely. Special pieces are neither chosen nor put in as random pieces.
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

        return Math.Min(tokens, (int)Math.Ceiling(share * tokens));
    }

    /// <summary>Chooses tokens and hides them in place; returns their number, 0 where all tokens are special.</summary>
    /// <param name="random">The sequence's own stream.</param>
    /// <param name="ids">The sequence; masked in place.</param>
    /// <param name="positions">Receives the positions chosen, rising; room for every token.</param>
    /// <param name="labels">Receives the true ids there; room for every token.</param>
    public int Mask(KeyedRandom random, Span<int> ids, Span<int> positions, Span<int> labels)
    {
        int left = 0;
        foreach (int id in ids) left += _pieces.IsSpecial(id) ? 0 : 1;
        if (left == 0) return 0;
        int wanted = Math.Clamp((int)((_options.MaskRate * left) + random.NextSingle()), 1, left);
        int chosen = 0;
        for (int i = 0; chosen < wanted; i++)
        {
            // Selection sampling (Fan, Muller and Rezucha 1962): of the tokens left, each is equally likely.
            if (_pieces.IsSpecial(ids[i]) || random.NextInteger(left--) >= wanted - chosen) continue;
            positions[chosen] = i;
            labels[chosen++] = ids[i];
            ids[i] = Replacement(ids[i], ref random);
        }

        return chosen;
    }

    private int Replacement(int id, ref KeyedRandom random)
    {
        float draw = random.NextSingle();
        if (draw < _options.MaskShare) return _pieces.MaskId;
        if (draw >= _options.MaskShare + _options.RandomShare) return id;
        return _pieces.Ordinary[random.NextInteger(_pieces.Ordinary.Length)];
    }
}
