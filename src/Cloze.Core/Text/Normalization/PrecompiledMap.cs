namespace Cloze.Text;

/// <summary>
/// SentencePiece's rules: what becomes of a sequence of characters, in a trie of bytes whose branches are in one array
/// (a double array: Aoe 1989).
/// </summary>
/// <param name="units">The trie.</param>
/// <param name="texts">What sequences become: UTF-8, each ends in 0.</param>
internal sealed class PrecompiledMap(uint[] units, byte[] texts)
{
    private const int LongestSequence = 64;

    /// <summary>
    /// What becomes of characters: of the sequences in the trie that they begin with, what the shortest becomes, as for
    /// the reference; null where there is none.
    /// </summary>
    public string? Find(ReadOnlySpan<char> characters)
    {
        Span<byte> bytes = stackalloc byte[LongestSequence];
        if (!System.Text.Encoding.UTF8.TryGetBytes(characters, bytes, out int count)) return null;
        uint at = Child(0, units[0]);
        foreach (byte value in bytes[..count])
        {
            at ^= value;
            if (value == 0 || at >= units.Length) return null;
            uint unit = units[at];
            if ((unit & 0x8000_00FF) != value) return null;
            at = Child(at, unit);
            if (at >= units.Length) return null;
            bool ends = (unit & 0x100) != 0;
            if (ends) return Text(units[at] & 0x7FFF_FFFF);
        }

        return null;
    }

    private static uint Child(uint at, uint unit) => at ^ ((unit >> 10) << (int)((unit & 0x200) >> 6));

    private string? Text(uint start)
    {
        if (start >= texts.Length) return null;
        ReadOnlySpan<byte> text = texts.AsSpan((int)start);
        int end = text.IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }
}
