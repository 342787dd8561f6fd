namespace Cloze.Text;

/// <summary>
/// GPT-2's pre-tokeniser: words by <see cref="ByteLevelScanner"/>, spelled in <see cref="ByteAlphabet"/>.
/// </summary>
/// <param name="addSpace">Whether a text that does not begin with a space gets one.</param>
/// <param name="scans">Whether words are parted; without, they are spelled alone.</param>
internal sealed class ByteLevelStep(bool addSpace, bool scans) : PreTokenizerStep
{
    /// <summary>Whether a text that does not begin with a space gets one.</summary>
    public bool AddsSpace => addSpace;

    /// <summary>Whether words are parted.</summary>
    public bool Scans => scans;

    /// <inheritdoc/>
    public override void Apply(WordList words)
    {
        if (addSpace) words.Rewrite(Prepend);
        if (scans) words.Split(Scan);
        words.Rewrite(Spell);
    }

    private static void Prepend(AlignedText text, int start, int end, AlignedText written)
    {
        if (text.Characters[start] != ' ') written.Append(' ', text.Origins[start]);
        written.Append(text, start, end);
    }

    private static void Scan(WordList words, int start, int end)
    {
        ReadOnlySpan<char> text = words.Text.Characters[start..end];
        for (int at = 0, next; at < text.Length; at = next)
        {
            next = ByteLevelScanner.End(text, at);
            words.Add(start + at, start + next);
        }
    }

    private static void Spell(AlignedText text, int start, int end, AlignedText written)
    {
        Span<char> spelled = stackalloc char[4];
        foreach ((int scalar, TextSpan origin) in text.Scalars(start, end))
        {
            int count = ByteAlphabet.Spell(new System.Text.Rune(scalar), spelled);
            foreach (char character in spelled[..count]) written.Append(character, origin);
        }
    }
}
