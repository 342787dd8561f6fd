using System.Runtime.InteropServices;

namespace Cloze.Data;

/// <summary>How ids lie in files: two bytes each where the vocabulary allows it, else four; little-endian.</summary>
internal static class IdWidth
{
    /// <summary>Bytes an id takes in a vocabulary of so many pieces: 2 where they suffice, else 4.</summary>
    public static int For(int pieces) => pieces <= ushort.MaxValue + 1 ? sizeof(ushort) : sizeof(int);

    /// <summary>Reads ids.</summary>
    /// <param name="bytes">The ids as they lie in a file.</param>
    /// <param name="width">Bytes of each: 2 or 4.</param>
    /// <param name="ids">Receives them.</param>
    /// <param name="pieces">V, the pieces of the vocabulary.</param>
    /// <returns>The first id that is none of the vocabulary; null where there is none.</returns>
    public static int? Read(ReadOnlySpan<byte> bytes, int width, Span<int> ids, int pieces)
    {
        if (width == sizeof(int)) MemoryMarshal.Cast<byte, int>(bytes).CopyTo(ids);
        else Widen(MemoryMarshal.Cast<byte, ushort>(bytes), ids);
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)pieces) return id;
        }

        return null;
    }

    private static void Widen(ReadOnlySpan<ushort> source, Span<int> ids)
    {
        for (int i = 0; i < source.Length; i++) ids[i] = source[i];
    }
}
