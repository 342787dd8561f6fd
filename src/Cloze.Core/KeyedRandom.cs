namespace Cloze;

/// <summary>What a keyed random stream is for: streams of different purposes never share a value.</summary>
internal enum RandomPurpose
{
    /// <summary>First weights of a model; the index names the tensor.</summary>
    Weights = 1,

    /// <summary>Order of the sequences in an epoch.</summary>
    Order = 2,

    /// <summary>Which tokens of a training sequence are masked, and by what.</summary>
    Masks = 3,

    /// <summary>Masks of the evaluation, fixed for ever.</summary>
    EvaluationMasks = 4,

    /// <summary>Dropout of a step.</summary>
    Dropout = 5,

    /// <summary>Random test matrices of the truncated SVD and other draws of the corpus start.</summary>
    Factorisation = 6,

    /// <summary>Which pieces stand for the rest of the vocabulary in the loss of a step.</summary>
    SampledPieces = 7,

    /// <summary>In which order the words of a sequence are masked; the step counts orders.</summary>
    MaskOrder = 12,

    /// <summary>How a document becomes sentence pairs in an epoch; the index is the document.</summary>
    Pairs = 16,

    /// <summary>Order of the pairs within a window of documents; the index is the window.</summary>
    PairOrder = 17,

    /// <summary>Which tokens of a pair are masked; the step is the pair's own key, the index its document.</summary>
    PairMasks = 18,

    /// <summary>Which documents a draw of the bootstrap takes.</summary>
    Bootstrap = 32,
}

/// <summary>
/// Counter-based random numbers, Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"):
/// every value is a pure function of (seed, purpose, step, index, counter), so that it depends on no earlier draw,
/// on no thread and on no interruption.
/// </summary>
internal struct KeyedRandom
{
    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _step;
    private readonly uint _indexLow;
    private readonly uint _indexHigh;
    private uint _block;
    private int _used;
    private UInt4 _values;

    /// <summary>Opens the stream of one key at its beginning.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="step">Step or epoch, whichever the purpose counts.</param>
    /// <param name="index">Sequence, tensor or site within the step; its upper 24 bits must be zero.</param>
    public KeyedRandom(ulong seed, RandomPurpose purpose, uint step, ulong index)
    {
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _step = step;
        _indexLow = (uint)index;
        _indexHigh = (uint)(index >> 32) | ((uint)purpose << 24);
        _used = 4;
    }

    private KeyedRandom(uint key0, uint key1, uint step, uint indexLow, uint indexHigh)
    {
        (_key0, _key1, _step, _indexLow, _indexHigh) = (key0, key1, step, indexLow, indexHigh);
        _used = 4;
    }

    /// <summary>The step or epoch that the stream is keyed by.</summary>
    public readonly uint Step => _step;

    /// <summary>The stream of the same seed and index for another purpose and step, at its beginning.</summary>
    public readonly KeyedRandom With(RandomPurpose purpose, uint step) =>
        new(_key0, _key1, step, _indexLow, (_indexHigh & 0xFFFFFF) | ((uint)purpose << 24));

    /// <summary>The next 32 random bits.</summary>
    public uint NextBits()
    {
        if (_used == 4)
        {
            _values = Block(_block++, _step, _indexLow, _indexHigh, _key0, _key1);
            _used = 0;
        }

        return _used++ switch { 0 => _values.X, 1 => _values.Y, 2 => _values.Z, _ => _values.W };
    }

    /// <summary>The next number, evenly in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextBits() >> 8) * (1f / (1 << 24));

    /// <summary>The next integer, exactly evenly in [0, <paramref name="limit"/>) (Lemire 2019, rejection).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
    public int NextInteger(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        uint bound = (uint)limit;
        uint threshold = (0u - bound) % bound;
        while (true)
        {
            ulong product = (ulong)NextBits() * bound;
            if ((uint)product >= threshold) return (int)(product >> 32);
        }
    }

    /// <summary>The next number of the standard normal distribution (Box and Muller 1958, cosine branch).</summary>
    public double NextNormal()
    {
        double radius = 1 - (NextBits() * (1.0 / 4294967296.0));
        double angle = NextBits() * (2 * Math.PI / 4294967296.0);
        return Math.Sqrt(-2 * Math.Log(radius)) * Math.Cos(angle);
    }

    /// <summary>One Philox4x32-10 block: four random words of a 128-bit counter under a 64-bit key.</summary>
    public static UInt4 Block(uint counter0, uint counter1, uint counter2, uint counter3, uint key0, uint key1)
    {
        const uint multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
        const uint weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = (ulong)multiplier0 * counter0;
            ulong product1 = (ulong)multiplier1 * counter2;
            counter0 = (uint)(product1 >> 32) ^ counter1 ^ key0;
            counter1 = (uint)product1;
            counter2 = (uint)(product0 >> 32) ^ counter3 ^ key1;
            counter3 = (uint)product0;
            key0 += weyl0;
            key1 += weyl1;
        }

        return new UInt4(counter0, counter1, counter2, counter3);
    }

    /// <summary>Four words of one block.</summary>
    public readonly record struct UInt4(uint X, uint Y, uint Z, uint W);
}
