namespace Cloze.Data;

/// <summary>
/// The pairs of epoch after epoch, one after another. An epoch goes through the documents in its own order, some
/// thousands at a time: the pairs of such a window are shuffled, so that those of a document do not meet in a batch,
/// and memory is bounded. Every pair is a function of (seed, epoch, place) alone.
/// </summary>
internal sealed class PairWalk
{
    /// <summary>Documents whose pairs are shuffled together.</summary>
    public const int WindowDocuments = 4096;

    private readonly PairMaker _maker;
    private readonly SequenceOrder _order;
    private readonly ulong _seed;
    private readonly int _windowDocuments;
    private readonly List<SentencePair> _window = [];
    private uint _epoch;
    private long _nextDocument;
    private long _before;
    private int _place;

    /// <summary>Starts at a place of an epoch.</summary>
    /// <param name="store">The documents.</param>
    /// <param name="options">How they become pairs.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="start">Where: pairs of an epoch done.</param>
    /// <param name="windowDocuments">Documents of a window.</param>
    /// <exception cref="ClozeException">The epoch has fewer pairs, or the store is damaged.</exception>
    public PairWalk(
        SentenceStore store,
        PairOptions options,
        ulong seed,
        BatchPosition start = default,
        int windowDocuments = WindowDocuments)
    {
        _maker = new PairMaker(store, options);
        _order = new SequenceOrder(store.DocumentCount, seed);
        _seed = seed;
        _windowDocuments = windowDocuments;
        _epoch = start.Epoch;
        OpenWindow();
        while (_before + _window.Count <= start.Place) SkipWindow(start);
        _place = (int)(start.Place - _before);
    }

    /// <summary>The pair at the present place.</summary>
    public SentencePair Current => _window[_place];

    /// <summary>The present place.</summary>
    public BatchPosition Position => new(_epoch, _before + _place);

    /// <summary>How often the corpus was read, the running pass in parts.</summary>
    public double Epochs
    {
        get
        {
            long first = (_nextDocument - 1) / _windowDocuments * _windowDocuments;
            double documents = first + ((_nextDocument - first) * (double)_place / _window.Count);
            return _epoch + (documents / _order.Count);
        }
    }

    /// <summary>Moves on to the next pair.</summary>
    public void Advance()
    {
        if (++_place < _window.Count) return;
        _before += _window.Count;
        _place = 0;
        if (_nextDocument == _order.Count)
        {
            _epoch++;
            _nextDocument = _before = 0;
        }

        OpenWindow();
    }

    private void SkipWindow(BatchPosition start)
    {
        if (_nextDocument == _order.Count)
        {
            throw new ClozeException(
                $"Training stopped at pair {start.Place} of its data, which has {_before + _window.Count} now.",
                "Resume with the data the training began with.");
        }

        _before += _window.Count;
        OpenWindow();
    }

    private void OpenWindow()
    {
        long first = _nextDocument;
        _window.Clear();
        _nextDocument = Math.Min(first + _windowDocuments, _order.Count);
        for (long place = first; place < _nextDocument; place++)
        {
            _maker.Make(_order[_epoch, place], _seed, _epoch, _window);
        }

        Shuffle((ulong)(first / _windowDocuments));
    }

    /// <summary>Every order equally likely (Fisher and Yates; Durstenfeld 1964).</summary>
    private void Shuffle(ulong window)
    {
        var random = new KeyedRandom(_seed, RandomPurpose.PairOrder, _epoch, window);
        for (int left = _window.Count; left > 1; left--)
        {
            int drawn = random.NextInteger(left);
            (_window[drawn], _window[left - 1]) = (_window[left - 1], _window[drawn]);
        }
    }
}
