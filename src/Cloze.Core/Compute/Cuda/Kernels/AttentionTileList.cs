namespace Cloze.Compute;

/// <summary>
/// The tiles of attention: (sequence, first row in it), one block of the device each; those of long sequences first,
/// for a long block must not come last. Behind them each long sequence as a whole, (sequence, 0).
/// </summary>
internal sealed class AttentionTileList
{
    private long[] _order = [];
    private int[] _tiles = [];

    /// <summary>(sequence, first row) of each tile, then of each long sequence, [Count + LongSequences, 2].</summary>
    public ReadOnlySpan<int> Tiles => _tiles.AsSpan(0, 2 * (Count + LongSequences));

    /// <summary>Number of tiles.</summary>
    public int Count { get; private set; }

    /// <summary>Length of the longest sequence.</summary>
    public int Longest { get; private set; }

    /// <summary>Number of tiles, the first ones, whose sequences have more than one.</summary>
    public int LongCount { get; private set; }

    /// <summary>Number of sequences that have more than one tile.</summary>
    public int LongSequences { get; private set; }

    /// <summary>Cuts sequences into tiles of so many rows; sequence s is the rows [starts[s], starts[s + 1]).</summary>
    public void Build(ReadOnlySpan<int> starts, int tileRows)
    {
        int sequences = Math.Max(starts.Length - 1, 0);
        if (_order.Length < sequences) _order = new long[sequences];
        int most = 2 * sequences;
        for (int s = 0; s < sequences; s++)
        {
            int length = starts[s + 1] - starts[s];
            _order[s] = ((long)-length << 32) | (uint)s;
            most += length / tileRows;
        }

        if (_tiles.Length < 2 * most) _tiles = new int[2 * most];
        Array.Sort(_order, 0, sequences);
        (Count, LongCount, Longest) = (0, 0, sequences > 0 ? (int)-(_order[0] >> 32) : 0);
        LongSequences = 0;
        for (int i = 0; i < sequences; i++)
        {
            int s = (int)_order[i], length = starts[s + 1] - starts[s];
            for (int row = 0; row < length; row += tileRows)
            {
                (_tiles[2 * Count], _tiles[(2 * Count) + 1]) = (s, row);
                Count++;
            }

            if (length <= tileRows) continue;
            LongCount = Count;
            LongSequences++;
        }

        for (int i = 0; i < LongSequences; i++)
        {
            (_tiles[2 * (Count + i)], _tiles[(2 * (Count + i)) + 1]) = ((int)_order[i], 0);
        }
    }
}
