namespace Cloze.Corpora;

/// <summary>What packed text says by pointing at text before.</summary>
internal static class BackReference
{
    /// <summary>
    /// Appends a copy, which may reach into itself; false where it points before the text or has no room.
    /// </summary>
    public static bool TryCopy(Span<byte> text, ref int written, long distance, long length)
    {
        if (distance < 1 || distance > written || length > text.Length - written) return false;
        int from = written - (int)distance;
        if (distance >= length) text.Slice(from, (int)length).CopyTo(text[written..]);
        else
        {
            for (int i = 0; i < length; i++) text[written + i] = text[from + i];
        }

        written += (int)length;
        return true;
    }
}
