namespace Cloze.Compute;

/// <summary>Reads rows of a matrix, on any thread, several at the same time.</summary>
internal interface IRowReader
{
    /// <summary>Reads one row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="values">Its values, gone when the call returns.</param>
    void Read(int row, ReadOnlySpan<float> values);
}
