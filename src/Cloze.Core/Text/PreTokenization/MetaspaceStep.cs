namespace Cloze.Text;

/// <summary>SentencePiece's words: spaces become a mark, and each word begins with its mark.</summary>
/// <param name="mark">The mark.</param>
/// <param name="scheme">Which words without a mark get one.</param>
/// <param name="splits">Whether words are parted before marks.</param>
internal sealed class MetaspaceStep(char mark, MetaspacePrefix scheme, bool splits) : PreTokenizerStep
{
    /// <summary>The mark that SentencePiece takes.</summary>
    public const char UsualMark = '\u2581';

    /// <summary>The mark.</summary>
    public char Mark => mark;

    /// <summary>Which words without a mark get one.</summary>
    public MetaspacePrefix Scheme => scheme;

    /// <summary>Whether words are parted before marks.</summary>
    public bool Splits => splits;

    /// <inheritdoc/>
    public override void Apply(WordList words)
    {
        words.Rewrite(Write);
        if (splits) words.Split(Split);
    }

    private void Write(AlignedText text, int start, int end, AlignedText written)
    {
        ReadOnlySpan<char> characters = text.Characters;
        bool wanted = scheme == MetaspacePrefix.Always
            || (scheme == MetaspacePrefix.First && text.Origins[start].Start == 0);
        if (wanted && characters[start] != mark && characters[start] != ' ') written.Append(mark, text.Origins[start]);
        foreach ((int scalar, TextSpan origin) in text.Scalars(start, end))
        {
            written.Append(scalar == ' ' ? mark : scalar, origin);
        }
    }

    // As a mark is merged with what is behind it, marks side by side are words of their own but the last.
    private void Split(WordList words, int start, int end)
    {
        int from = start;
        for (int at = start + 1; at < end; at++)
        {
            if (words.Text.Characters[at] != mark) continue;
            words.Add(from, at);
            from = at;
        }

        words.Add(from, end);
    }
}
