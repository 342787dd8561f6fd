namespace Cloze.Compute;

/// <summary>Lists of whole numbers one behind the other, so that they go to a device in one copy.</summary>
internal sealed class IndexPack
{
    private int[] _values = [];
    private int _count;

    /// <summary>The numbers of all lists.</summary>
    public ReadOnlySpan<int> Values => _values.AsSpan(0, _count);

    /// <summary>Begins anew.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds a list.</summary>
    /// <returns>Where it begins, in bytes from the first list's beginning.</returns>
    public nint Add(ReadOnlySpan<int> values)
    {
        int start = _count;
        int end = start + values.Length;
        if (_values.Length < end) Array.Resize(ref _values, 2 * end);
        values.CopyTo(_values.AsSpan(start));
        _count = end;
        return (nint)start * sizeof(int);
    }
}
