namespace Cloze.Text;

/// <summary>
/// Places of tokens without the white space that their pieces begin or end with, as RoBERTa's post-processor gives
/// them.
/// </summary>
/// <param name="KeepsAdded">
/// Whether a space at the beginning of a text is one that was added to it, which takes no place there.
/// </param>
internal sealed record OffsetTrimming(bool KeepsAdded)
{
    /// <summary>The place without white space.</summary>
    /// <param name="place">Where the token stands.</param>
    /// <param name="token">The token.</param>
    /// <param name="isFirst">Whether it is the first of its text.</param>
    public TextSpan Trim(TextSpan place, string token, bool isFirst)
    {
        int leading = 0, trailing = 0;
        while (leading < token.Length && IsWhite(token[leading])) leading++;
        while (trailing < token.Length && IsWhite(token[^(trailing + 1)])) trailing++;
        (int start, int end) = place;
        if (leading > 0)
        {
            // Of several spaces none was added.
            bool added = KeepsAdded && leading == 1 && (isFirst || start == 0);
            if (!added) start = Math.Min(start + leading, end);
        }

        if (trailing > 0 && end >= trailing) end = Math.Max(end - trailing, start);
        return new TextSpan(start, end);
    }

    private static bool IsWhite(char unit) => unit == ByteAlphabet.Space || char.IsWhiteSpace(unit);
}
