namespace Cloze.Initialization;

/// <summary>A sparse symmetric matrix, row after row: row i is the entries [starts[i], starts[i + 1]).</summary>
internal sealed class SparseSymmetric
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly float[] _values;

    /// <summary>Creates the matrix from its upper triangle.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="upper">Entries (row, column, value) with row &lt;= column, each place once.</param>
    public SparseSymmetric(int size, IEnumerable<(int Row, int Column, float Value)> upper)
    {
        Size = size;
        _starts = new int[size + 1];
        foreach ((int row, int column, _) in upper)
        {
            _starts[row + 1]++;
            if (row != column) _starts[column + 1]++;
        }

        for (int i = 0; i < size; i++) _starts[i + 1] = checked(_starts[i] + _starts[i + 1]);
        _columns = new int[_starts[size]];
        _values = new float[_starts[size]];
        int[] next = _starts[..size];
        foreach ((int row, int column, float value) in upper)
        {
            Put(next, row, column, value);
            if (row != column) Put(next, column, row, value);
        }
    }

    /// <summary>Rows and columns.</summary>
    public int Size { get; }

    /// <summary>Entries, those of both triangles.</summary>
    public int EntryCount => _columns.Length;

    /// <summary>Whether the row has no entry.</summary>
    public bool IsEmpty(int row) => _starts[row] == _starts[row + 1];

    /// <summary>destination = this · source; both [Size, k].</summary>
    public void Multiply(DenseMatrix source, ParallelOptions parallel, DenseMatrix destination) =>
        DenseMatrix.ForRows(Size, parallel, row =>
        {
            Span<double> sum = destination.Row(row);
            sum.Clear();
            for (int i = _starts[row]; i < _starts[row + 1]; i++)
            {
                DenseMatrix.AddScaled(source.Row(_columns[i]), _values[i], sum);
            }
        });

    private void Put(int[] next, int row, int column, float value)
    {
        int place = next[row]++;
        _columns[place] = column;
        _values[place] = value;
    }
}
