using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>
/// Which terms or columns of a small product matter to a row: those at most so far from it, all others being zero or
/// never read. The default is all of them.
/// </summary>
internal readonly struct TileBand
{
    private readonly int _offset;
    private readonly int _reach;

    /// <summary>For row r the places from r + offset - window to r + offset + window.</summary>
    public TileBand(int offset, int window) => (_offset, _reach) = (offset, window + 1);

    private bool IsWhole => _reach == 0;

    /// <summary>What matters to one at least of some rows, within [0, limit).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Begin, int End) Of(int row, int rows, int limit)
    {
        if (IsWhole) return (0, limit);
        int begin = Math.Max(row + _offset - _reach + 1, 0), end = Math.Min(row + rows - 1 + _offset + _reach, limit);
        return (Math.Min(begin, limit), Math.Max(end, 0));
    }
}
