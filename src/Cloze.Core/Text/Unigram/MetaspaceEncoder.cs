using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>
/// Turns text into the tokens of words that begin with marks, for one thread at a time: text is cut at its spaces, and
/// most words are one look-up in a cache, keyed by what stands in the text. It does what the long way does, and takes
/// that where a word, or a whole part of a text, is not known to be parted so.
/// </summary>
/// <param name="plan">What becomes of spaces.</param>
/// <param name="words">Turns words into tokens.</param>
/// <param name="analyzer">The long way.</param>
internal sealed class MetaspaceEncoder(MetaspacePlan plan, MetaspaceWords words, TextAnalyzer analyzer)
{
    private readonly WordCache _cache = new(words.TrySplit);

    /// <summary>Whether its buffers have grown so large that it is not to be kept.</summary>
    public bool IsLarge => words.IsLarge;

    /// <summary>Appends the tokens of a part of a text in which no added token stands.</summary>
    /// <param name="part">The part.</param>
    /// <param name="offset">Where it begins in the text.</param>
    /// <param name="sink">Takes the tokens.</param>
    public void Append<TSink>(ReadOnlySpan<char> part, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        (int Tokens, int Words) mark = sink.Mark;
        if (!words.HasToken(part) && TryAppend(part, offset, ref sink)) return;
        sink.GoBack(mark);
        analyzer.Append(part, offset, ref sink);
    }

    private bool TryAppend<TSink>(ReadOnlySpan<char> part, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        for (int at = 0; at < part.Length;)
        {
            int start = WordCuts.EndOfSpaces(part, at);
            if (start == part.Length)
            {
                AppendLastSpaces(at, start, offset, ref sink);
                return true;
            }

            int spaces = start - at, end = words.Cuts.EndOfWord(part, start);
            if (!plan.DropsSpaces && !plan.JoinsSpaces) AppendSpaces(at, start - 1, offset, ref sink);
            if (!TryAppendWord(part, start, end, spaces > 0, offset, ref sink)) return false;
            at = end;
        }

        return true;
    }

    private bool TryAppendWord<TSink>(
        ReadOnlySpan<char> part, int start, int end, bool spaced, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        bool marked = spaced || plan.Scheme == MetaspacePrefix.Always || offset == 0;
        bool covers = spaced && !plan.DropsSpaces;
        if (marked)
        {
            if (TryAppendKnown(part, start, end, covers, offset, ref sink)) return true;
            ReadOnlySpan<char> word = part[start..end];
            if (words.TryAppend(word, offset + start, covers, ref sink)) return true;
        }

        // The space before it goes with it.
        int first = spaced ? start - 1 : start;
        return words.TryAppendLong(part[first..end], offset + first, spaced, ref sink);
    }

    private bool TryAppendKnown<TSink>(
        ReadOnlySpan<char> part, int start, int end, bool covers, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        int length = end - start;
        if (length > WordCache.LongestWord) return false;
        Vector128<byte> key = WordKey.Of(part, start, length, out bool ascii);
        if (!ascii)
        {
            if (length > WordCache.LongestWideWord) return false;
            key = WordKey.Wide(part.Slice(start, length));
        }

        if (!_cache.TryGet(key, length, out Vector128<uint> pieces)) return false;
        sink.Reserve(WordCache.MostPieces);
        if (covers) sink.AddPacked(WordCache.WithOneMore(pieces), offset + start - 1);
        else sink.AddPacked(pieces, offset + start);
        return true;
    }

    private void AppendLastSpaces<TSink>(int start, int end, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        if (plan.DropsSpaces || plan.DropsLastSpaces) return;
        AppendSpaces(plan.JoinsSpaces ? end - 1 : start, end, offset, ref sink);
    }

    private void AppendSpaces<TSink>(int start, int end, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        for (int at = start; at < end; at++) words.AppendSpace(offset + at, ref sink);
    }
}
