namespace Cloze.Kernels;

/// <summary>
/// The keys that a tile of queries sees: those of all its queries' windows, from a place on where panels and dropout
/// draws may begin. Keys are counted from the first of them.
/// </summary>
internal readonly struct KeyRange
{
    // Dropout draws begin at multiples of so many columns.
    private const int DrawStep = 8;

    // The widest panels are three vectors of 16 lanes: so many keys before a tile's first come into its range.
    private const int MostBefore = 47;

    private readonly int _firstQuery;
    private readonly int _window;
    private readonly int _length;

    /// <summary>The range of the queries [first, first + queries) of a head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="first">The first query of the tile.</param>
    /// <param name="queries">Number of queries.</param>
    /// <param name="panelWidth">Columns of a panel of keys.</param>
    public KeyRange(in AttentionHead head, int first, int queries, int panelWidth)
    {
        (_firstQuery, _window, _length) = (first, head.Window, head.Length);
        int step = panelWidth % DrawStep == 0 ? panelWidth : 2 * panelWidth;
        Start = Math.Max(0, first - _window) / step * step;
        Count = Math.Min(_length, first + queries + _window) - Start;
    }

    /// <summary>The first key, counted from that of the sequence.</summary>
    public int Start { get; }

    /// <summary>Number of keys.</summary>
    public int Count { get; }

    /// <summary>The key after the last, counted from the first of the sequence.</summary>
    public int End => Start + Count;

    /// <summary>Which keys the queries of the tile see.</summary>
    public TileBand Keys => _window < _length ? new TileBand(_firstQuery - Start, _window) : default;

    /// <summary>Which queries of the tile see the keys.</summary>
    public TileBand Queries => _window < _length ? new TileBand(Start - _firstQuery, _window) : default;

    /// <summary>The most keys that a tile of so many queries sees, where a sequence has so many.</summary>
    public static int Most(int length, int window, int queries) =>
        (int)Math.Min(length, queries + (2L * window) + MostBefore);

    /// <summary>The first key of the range that a query of the tile sees.</summary>
    public int From(int query) => Math.Max(0, _firstQuery + query - _window) - Start;

    /// <summary>The key of the range after the last one that a query of the tile sees.</summary>
    public int To(int query) => Math.Min(_length, _firstQuery + query + _window + 1) - Start;

    /// <summary>From where a query's powers are computed: before its first key, where draws may begin.</summary>
    public static int Begin(int from) => from / DrawStep * DrawStep;
}
