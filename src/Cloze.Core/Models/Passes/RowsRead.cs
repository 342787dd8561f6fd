namespace Cloze.Models;

/// <summary>
/// The rows of the last layer's output that the heads read, each once: the masked ones, then those of the sequences
/// that are asked for the next sentence.
/// </summary>
/// <param name="tokenCapacity">The most tokens of a batch.</param>
/// <param name="maskedCapacity">The most masked rows of a batch.</param>
/// <param name="sequenceCapacity">The most sequences of a batch.</param>
internal sealed class RowsRead(int tokenCapacity, int maskedCapacity, int sequenceCapacity)
{
    private readonly int[] _rows = new int[tokenCapacity];
    private readonly int[] _placeOfRow = new int[tokenCapacity];
    private readonly int[] _masked = new int[maskedCapacity];
    private readonly int[] _asked = new int[sequenceCapacity];
    private int _count;
    private int _maskedCount;
    private int _askedCount;

    /// <summary>The rows of the batch, [R].</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Where each masked row stands among the rows that are read, [M].</summary>
    public ReadOnlySpan<int> Masked => _masked.AsSpan(0, _maskedCount);

    /// <summary>Where the row of each sequence that is asked stands among them.</summary>
    public ReadOnlySpan<int> Asked => _asked.AsSpan(0, _askedCount);

    /// <summary>Lists the rows of a batch.</summary>
    public void Fill(ReadOnlySpan<int> masked, ReadOnlySpan<int> asked)
    {
        (_count, _maskedCount, _askedCount) = (0, masked.Length, asked.Length);
        Place(masked, _masked);
        Place(asked, _asked);
        foreach (int row in Rows) _placeOfRow[row] = 0;
    }

    private void Place(ReadOnlySpan<int> rows, int[] places)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ref int place = ref _placeOfRow[rows[i]];
            if (place == 0)
            {
                _rows[_count++] = rows[i];
                place = _count;
            }

            places[i] = place - 1;
        }
    }
}
