namespace Cloze.Models;

/// <summary>The sequences of a batch that are asked for the next sentence: their first rows and labels.</summary>
internal sealed class NextSentenceRows(int capacity)
{
    private readonly int[] _rows = new int[capacity];
    private readonly int[] _labels = new int[capacity];
    private int _count;

    /// <summary>The row of each one's first token.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>0 where B follows A, 1 where B is random.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, _count);

    /// <summary>How many sequences of a batch are asked.</summary>
    public static int Count(TokenBatch batch)
    {
        int count = 0;
        foreach (int label in batch.NextSentenceLabels) count += label >= 0 ? 1 : 0;
        return count;
    }

    /// <summary>Lists the sequences of a batch that are asked, or none where no answer is wanted.</summary>
    public void Fill(TokenBatch batch, bool wanted)
    {
        _count = 0;
        for (int s = 0; wanted && s < batch.SequenceCount; s++)
        {
            int label = batch.NextSentenceLabels[s];
            if (label < 0) continue;
            _rows[_count] = batch.Starts[s];
            _labels[_count++] = label;
        }
    }
}
