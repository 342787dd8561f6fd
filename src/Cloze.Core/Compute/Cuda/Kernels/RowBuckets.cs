namespace Cloze.Compute;

/// <summary>
/// Rows grouped by a number they have in common, such as a token's id, so that a device can sum each group in one order
/// without atomics. Made on the host once a batch; its memory is reused.
/// </summary>
/// <remarks>
/// A long group is cut into pieces, whose sums go to rows of partial results that are folded afterwards. What the order
/// and the pieces are depends on the numbers alone.
/// </remarks>
internal sealed class RowBuckets
{
    /// <summary>Rows of a piece where nothing else is asked for.</summary>
    public const int DefaultPieceRows = 64;

    private int[] _order = [];
    private int[] _starts = [];
    private int[] _pieces = [];
    private int[] _folds = [];
    private int _rows;

    /// <summary>The rows by rising number, rows of one number in their order, [T].</summary>
    public ReadOnlySpan<int> Order => _order.AsSpan(0, _rows);

    /// <summary>
    /// (begin, end, target) of each piece of <see cref="Order"/>, [PieceCount, 3]: target is the number, or -1 - p
    /// where the piece's sum goes to row p of the partial results.
    /// </summary>
    public ReadOnlySpan<int> Pieces => _pieces.AsSpan(0, 3 * PieceCount);

    /// <summary>
    /// (number, first, count), [FoldCount, 3]: the rows [first, first + count) of the partial results belong to a
    /// number.
    /// </summary>
    public ReadOnlySpan<int> Folds => _folds.AsSpan(0, 3 * FoldCount);

    /// <summary>Number of pieces.</summary>
    public int PieceCount { get; private set; }

    /// <summary>Number of groups that were cut.</summary>
    public int FoldCount { get; private set; }

    /// <summary>Rows of the partial results.</summary>
    public int PartialRows { get; private set; }

    /// <summary>Groups rows by their numbers.</summary>
    /// <param name="numbers">Each row's number, in [0, limit), [T].</param>
    /// <param name="limit">Above every number.</param>
    /// <param name="pieceRows">Most rows of a piece.</param>
    public void Build(ReadOnlySpan<int> numbers, int limit, int pieceRows = DefaultPieceRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pieceRows, 1);
        Sort(numbers, limit);
        (PieceCount, FoldCount, PartialRows) = (0, 0, 0);
        int most = (int)Math.Min(numbers.Length, (long)(numbers.Length / pieceRows) + Math.Min(numbers.Length, limit));
        Grow(ref _pieces, 3 * most);
        Grow(ref _folds, 3 * most);
        for (int number = 0, begin = 0; number < limit; begin = _starts[number++])
        {
            if (_starts[number] > begin) Cut(number, begin, _starts[number], pieceRows);
        }
    }

    // By counting: afterwards _starts[n] is where the rows of number n end.
    private void Sort(ReadOnlySpan<int> numbers, int limit)
    {
        _rows = numbers.Length;
        Grow(ref _order, numbers.Length);
        Grow(ref _starts, limit + 1);
        Array.Clear(_starts, 0, limit + 1);
        foreach (int number in numbers) _starts[number + 1]++;
        for (int number = 0; number < limit; number++) _starts[number + 1] += _starts[number];
        for (int row = 0; row < numbers.Length; row++) _order[_starts[numbers[row]]++] = row;
    }

    private void Cut(int number, int begin, int end, int pieceRows)
    {
        long pieces = KernelGrid.Ceiling(end - begin, pieceRows);
        if (pieces == 1)
        {
            Add(begin, end, number);
            return;
        }

        Set(_folds, FoldCount++, number, PartialRows, (int)pieces);
        for (int start = begin; start < end; start += pieceRows)
        {
            Add(start, Math.Min(start + pieceRows, end), -1 - PartialRows++);
        }
    }

    private void Add(int begin, int end, int target) => Set(_pieces, PieceCount++, begin, end, target);

    private static void Set(int[] triples, int place, int first, int second, int third) =>
        (triples[3 * place], triples[(3 * place) + 1], triples[(3 * place) + 2]) = (first, second, third);

    private static void Grow(ref int[] array, int length)
    {
        if (array.Length < length) array = new int[length];
    }
}
