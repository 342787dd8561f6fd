namespace Cloze.Models;

/// <summary>
/// A packed batch: the T tokens of S sequences laid end to end, without padding, with the M rows whose word is to be
/// predicted. One object is filled anew for every step, so that a steady step allocates nothing.
/// </summary>
internal sealed class TokenBatch
{
    private readonly int[] _ids;
    private readonly int[] _positions;
    private readonly int[] _types;
    private readonly int[] _starts;
    private readonly int[] _maskedRows;
    private readonly int[] _labels;
    private readonly int[] _nextSentenceLabels;

    /// <summary>Makes room for a largest batch.</summary>
    /// <param name="tokens">The most tokens.</param>
    /// <param name="sequences">The most sequences.</param>
    /// <param name="maskedRows">The most masked rows.</param>
    public TokenBatch(int tokens, int sequences, int maskedRows)
    {
        _ids = new int[tokens];
        _positions = new int[tokens];
        _types = new int[tokens];
        _starts = new int[sequences + 1];
        _maskedRows = new int[maskedRows];
        _labels = new int[maskedRows];
        _nextSentenceLabels = new int[sequences];
        TokenLimit = tokens;
    }

    /// <summary>T, the number of tokens.</summary>
    public int TokenCount { get; private set; }

    /// <summary>S, the number of sequences.</summary>
    public int SequenceCount { get; private set; }

    /// <summary>M, the number of masked rows.</summary>
    public int MaskedCount { get; private set; }

    /// <summary>The most tokens the batch has room for.</summary>
    public int TokenCapacity => _ids.Length;

    /// <summary>The most tokens that <see cref="HasRoom"/> lets in, <see cref="TokenCapacity"/> at most.</summary>
    public int TokenLimit
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TokenCapacity);
            field = value;
        }
    }

    /// <summary>The most sequences the batch has room for.</summary>
    public int SequenceCapacity => _nextSentenceLabels.Length;

    /// <summary>The most masked rows the batch has room for.</summary>
    public int MaskedCapacity => _maskedRows.Length;

    /// <summary>Word piece ids as the model sees them, masks in place, [T].</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, TokenCount);

    /// <summary>Position of each token in its sequence, [T].</summary>
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, TokenCount);

    /// <summary>Token type of each token, [T]; a model that knows none does not look at them.</summary>
    public ReadOnlySpan<int> Types => _types.AsSpan(0, TokenCount);

    /// <summary>Where each sequence begins, and T, [S + 1].</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, SequenceCount + 1);

    /// <summary>Rows of the tokens to be predicted, rising, [M].</summary>
    public ReadOnlySpan<int> MaskedRows => _maskedRows.AsSpan(0, MaskedCount);

    /// <summary>The true ids of these tokens, [M].</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, MaskedCount);

    /// <summary>Per sequence 0 where B follows A, 1 where B is random, -1 where it is not asked, [S].</summary>
    public ReadOnlySpan<int> NextSentenceLabels => _nextSentenceLabels.AsSpan(0, SequenceCount);

    /// <summary>Empties the batch.</summary>
    public void Clear() => TokenCount = SequenceCount = MaskedCount = 0;

    /// <summary>Whether another sequence of this size has room.</summary>
    public bool HasRoom(int tokens, int maskedTokens) =>
        TokenCount + tokens <= TokenLimit
        && SequenceCount < SequenceCapacity
        && MaskedCount + maskedTokens <= MaskedCapacity;

    /// <summary>Appends one sequence.</summary>
    /// <param name="ids">Its ids, masks in place.</param>
    /// <param name="types">Its token types, or empty for all 0.</param>
    /// <param name="maskedPositions">Positions in the sequence to be predicted, rising.</param>
    /// <param name="labels">The true ids there.</param>
    /// <param name="nextSentenceLabel">0, 1 or -1, see <see cref="NextSentenceLabels"/>.</param>
    /// <exception cref="ArgumentException">
    /// The sequence is empty, has no room, its parts disagree in length, or the masked positions do not rise within it.
    /// </exception>
    public void Add(
        ReadOnlySpan<int> ids,
        ReadOnlySpan<int> types,
        ReadOnlySpan<int> maskedPositions,
        ReadOnlySpan<int> labels,
        int nextSentenceLabel = -1)
    {
        Check(ids, types, maskedPositions, labels);
        int start = TokenCount;
        ids.CopyTo(_ids.AsSpan(start));
        if (types.IsEmpty) _types.AsSpan(start, ids.Length).Clear();
        else types.CopyTo(_types.AsSpan(start));
        for (int i = 0; i < ids.Length; i++) _positions[start + i] = i;
        for (int i = 0; i < labels.Length; i++)
        {
            _maskedRows[MaskedCount + i] = start + maskedPositions[i];
            _labels[MaskedCount + i] = labels[i];
        }

        _nextSentenceLabels[SequenceCount] = nextSentenceLabel;
        _starts[SequenceCount] = start;
        _starts[++SequenceCount] = TokenCount += ids.Length;
        MaskedCount += labels.Length;
    }

    /// <summary>Checks every index against the model that is to read the batch.</summary>
    /// <exception cref="ClozeException">An id, position, type or label is outside the model's tables.</exception>
    public void Validate(EncoderConfig config)
    {
        CheckRange(Ids, config.VocabularySize, "token id", "Use the tokenizer the model was trained with.");
        CheckRange(Labels, config.VocabularySize, "label", "Use the tokenizer the model was trained with.");
        CheckRange(Positions, config.MaximumPositions, "position", "Cut the text to the model's longest sequence.");
        if (config.TokenTypes > 0)
        {
            CheckRange(Types, config.TokenTypes, "token type", "The model has fewer segments than the input uses.");
        }

        foreach (int label in NextSentenceLabels)
        {
            if (label > 1) CheckRange([label], 2, "next-sentence label", "Use 0, 1, or -1 where it is not asked.");
        }
    }

    /// <summary>Checks that there is something to predict.</summary>
    /// <exception cref="ClozeException">No token is masked.</exception>
    public void RequireMasks()
    {
        if (MaskedCount > 0) return;
        throw new ClozeException(
            $"No token is masked in a batch of {TokenCount} tokens: there is nothing to predict.",
            "Mask at least one token of every batch.");
    }

    private static void CheckRange(ReadOnlySpan<int> values, int limit, string what, string hint)
    {
        foreach (int value in values)
        {
            if ((uint)value < (uint)limit) continue;
            throw new ClozeException($"The {what} {value} is outside the model: expected 0 to {limit - 1}.", hint);
        }
    }

    private void Check(
        ReadOnlySpan<int> ids, ReadOnlySpan<int> types, ReadOnlySpan<int> maskedPositions, ReadOnlySpan<int> labels)
    {
        if (ids.IsEmpty) throw new ArgumentException("A sequence has at least one token.");
        if (!types.IsEmpty && types.Length != ids.Length) throw new ArgumentException("One token type a token.");
        if (maskedPositions.Length != labels.Length) throw new ArgumentException("One label a masked position.");
        if (!HasRoom(ids.Length, labels.Length)) throw new ArgumentException("The batch has no room for the sequence.");
        int last = -1;
        foreach (int position in maskedPositions)
        {
            if ((uint)position >= (uint)ids.Length) throw new ArgumentException("A masked position is outside.");
            if (position <= last) throw new ArgumentException("The masked positions do not rise.");
            last = position;
        }
    }
}
