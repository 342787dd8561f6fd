using System.Numerics;
using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>Whether indices are within their table.</summary>
internal static class IndexRange
{
    /// <summary>Whether all are in [0, limit).</summary>
    public static bool Contains(ReadOnlySpan<int> indices, int limit)
    {
        // As an unsigned number, a negative index is larger than any limit.
        ReadOnlySpan<uint> values = MemoryMarshal.Cast<int, uint>(indices);
        uint largest = 0;
        int i = 0;
        if (values.Length >= Vector<uint>.Count)
        {
            Vector<uint> most = Vector<uint>.Zero;
            for (; i <= values.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            {
                most = Vector.Max(most, new Vector<uint>(values[i..]));
            }

            for (int lane = 0; lane < Vector<uint>.Count; lane++) largest = Math.Max(largest, most[lane]);
        }

        for (; i < values.Length; i++) largest = Math.Max(largest, values[i]);
        return values.IsEmpty || largest < (uint)limit;
    }

    /// <summary>The place of the first index outside [0, limit), or -1.</summary>
    public static int FirstOutside(ReadOnlySpan<int> indices, int limit)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)limit) return i;
        }

        return -1;
    }
}
