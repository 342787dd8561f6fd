namespace Cloze.Data;

/// <summary>
/// How a document becomes sequences: as few as its length allows, all of them full but the last two, which share what
/// is left and differ by one token at most. Full ones fill batches to the brim, and none is a leftover of a few tokens
/// where its document has more.
/// </summary>
internal static class SequenceCut
{
    /// <summary>The sequences of a document.</summary>
    /// <param name="tokens">The document's tokens, 1 or more.</param>
    /// <param name="limit">The most tokens of a sequence, those of the document alone.</param>
    public static long Count(long tokens, int limit) => ((tokens - 1) / limit) + 1;

    /// <summary>The first token of a sequence, or, where it is one behind the last, the end of the document.</summary>
    /// <param name="tokens">The document's tokens, 1 or more.</param>
    /// <param name="limit">The most tokens of a sequence, those of the document alone.</param>
    /// <param name="sequence">The sequence's number, from 0 to <see cref="Count"/>.</param>
    public static long Start(long tokens, int limit, long sequence)
    {
        long last = Count(tokens, limit) - 1;
        if (sequence > last) return tokens;
        long full = sequence * limit;
        if (sequence == 0 || sequence < last) return full;
        long shared = full - limit;
        return shared + ((tokens - shared) / 2);
    }
}
