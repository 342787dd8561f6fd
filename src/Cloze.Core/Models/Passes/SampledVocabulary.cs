namespace Cloze.Models;

/// <summary>
/// The pieces that a batch's loss in training is computed over: all that stand in the batch, seen or hidden, and a
/// sample of the R others. A frequent piece is drawn more often than a rare one, and whatever is drawn with a chance of
/// p stands for 1 / p pieces, so that the sum of powers in the softmax is right on average (Horvitz and Thompson 1952;
/// for softmax Bengio and Senécal 2003), at the cost of a part of the decoder. All rows of the batch share the sample
/// (Jean et al. 2015, 1412.2007). A draw allocates nothing.
/// </summary>
internal sealed class SampledVocabulary
{
    /// <summary>
    /// Chances go with e^(bias / 2) of the decoder, the square root of about how frequent a piece is: halfway between
    /// even chances and those of a text.
    /// </summary>
    private const double Exponent = 0.5;

    private readonly int _sampled;
    private readonly int[] _pieces;
    private readonly float[] _offsets;
    private readonly int[] _labels;
    private readonly double[] _shares;

    // Where each piece of the vocabulary stands among those of the draw: its place, or not there where below _begin.
    private readonly long[] _places;
    private long _begin;
    private int _count;
    private int _masked;

    /// <param name="vocabulary">V.</param>
    /// <param name="tokens">The most tokens of a batch.</param>
    /// <param name="masked">The most masked rows of a batch.</param>
    /// <param name="sampled">K, how many pieces are drawn; 0 for no sample, but the whole vocabulary.</param>
    public SampledVocabulary(int vocabulary, int tokens, int masked, int sampled)
    {
        _sampled = sampled;
        Capacity = MostPieces(vocabulary, tokens, masked, sampled);
        _pieces = new int[Capacity];
        _offsets = new float[Capacity];
        _labels = new int[Capacity > 0 ? masked : 0];
        _places = new long[Capacity > 0 ? vocabulary : 0];
        _shares = new double[_places.Length];
    }

    /// <summary>The most pieces of a draw.</summary>
    public int Capacity { get; }

    /// <summary>The pieces: those of the batch, then those drawn, [C].</summary>
    public ReadOnlySpan<int> Pieces => _pieces.AsSpan(0, _count);

    /// <summary>What is added to each piece's logit: the logarithm of how many it stands for, [C].</summary>
    public ReadOnlySpan<float> Offsets => _offsets.AsSpan(0, _count);

    /// <summary>Where each label of the batch stands among the pieces, [M].</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, _masked);

    /// <summary>
    /// The most pieces of a draw: half of the vocabulary, since the whole of it costs little more than a larger share.
    /// </summary>
    public static int MostPieces(int vocabulary, int tokens, int masked, int sampled) =>
        sampled == 0 ? 0 : (int)Math.Min(vocabulary / 2, (long)tokens + masked + sampled);

    /// <summary>
    /// Draws for a batch: a function of the batch, the biases, the seed and the step. False where none is to be drawn,
    /// they would be more than half of the vocabulary, or a bias is no number: then the loss is over all of it.
    /// </summary>
    /// <param name="batch">The batch; its ids are of the vocabulary.</param>
    /// <param name="biases">The decoder's, [V]; empty where it has none, for even chances.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The optimizer step, with the part of the batch mixed in where a step has several.</param>
    public bool Draw(TokenBatch batch, ReadOnlySpan<float> biases, ulong seed, uint step)
    {
        if (Capacity == 0) return false;
        (_begin, _count, _masked) = (_begin + _places.Length, 0, batch.MaskedCount);
        if (!TryAddAll(batch.Labels) || !TryAddAll(batch.Ids) || _count + _sampled > Capacity) return false;
        _offsets.AsSpan(0, _count).Clear();
        SetShares(biases);
        double scale = Scale();
        var random = new KeyedRandom(seed, RandomPurpose.SampledPieces, step, 0);
        if (!double.IsNormal(scale) || !TryAddSample(scale, ref random)) return false;
        for (int row = 0; row < _masked; row++) _labels[row] = (int)(_places[batch.Labels[row]] - _begin);
        return true;
    }

    // What each piece's chance is in proportion to; 0 where the batch has it.
    private void SetShares(ReadOnlySpan<float> biases)
    {
        for (int piece = 0; piece < _shares.Length; piece++)
        {
            _shares[piece] = _places[piece] >= _begin ? 0
                : biases.IsEmpty ? 1
                : Math.Exp(Exponent * biases[piece]);
        }
    }

    // Which makes chances of the shares: 1 at most, and K together.
    private double Scale()
    {
        double scale = 0;
        for (int certain = -1; ;)
        {
            int now = 0;
            double rest = 0;
            foreach (double share in _shares)
            {
                if (scale * share >= 1) now++;
                else rest += share;
            }

            if (now == certain) return scale;
            (certain, scale) = (now, (_sampled - now) / rest);
        }
    }

    // Chances laid end to end are cut into cells of length 1, and each cell draws a point: the pieces under the points
    // are the sample. Pieces with a chance of 1 need none.
    private bool TryAddSample(double scale, ref KeyedRandom random)
    {
        int cell = 0;
        double end = 0, point = random.NextSingle();
        for (int piece = 0; piece < _shares.Length; piece++)
        {
            double share = scale * _shares[piece], begin = end, chance = 1;
            bool isDrawn = share >= 1;
            if (!isDrawn)
            {
                end += share;
                for (; point < end; point = ++cell + random.NextSingle()) isDrawn = true;
                chance = Chance(begin, end);
            }

            if (!isDrawn) continue;
            if (!TryAdd(piece)) return false;
            _offsets[_count - 1] = (float)-Math.Log(chance);
        }

        return true;
    }

    // That a point falls on what reaches from begin to end, in one cell or over the border of two.
    private static double Chance(double begin, double end)
    {
        double border = Math.Floor(begin) + 1, second = end - border;
        return second <= 0 ? end - begin : 1 - ((1 - (border - begin)) * (1 - second));
    }

    private bool TryAddAll(ReadOnlySpan<int> pieces)
    {
        foreach (int piece in pieces)
        {
            if (!TryAdd(piece)) return false;
        }

        return true;
    }

    // False where there is no room; a piece that is there already needs none.
    private bool TryAdd(int piece)
    {
        if (_places[piece] >= _begin) return true;
        if (_count == Capacity) return false;
        _places[piece] = _begin + _count;
        _pieces[_count++] = piece;
        return true;
    }
}
