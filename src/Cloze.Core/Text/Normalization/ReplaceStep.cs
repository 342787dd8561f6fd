using System.Text;

namespace Cloze.Text;

/// <summary>Writes something in place of each match of a pattern; it stands where the match ends.</summary>
internal sealed class ReplaceStep(TextPattern pattern, string content) : NormalizerStep
{
    /// <summary>What is looked for.</summary>
    public TextPattern Pattern => pattern;

    /// <summary>What is written in its place.</summary>
    public string Content => content;

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        List<(int Start, int End)> matches = pattern.Matches(text.Characters);
        if (matches.Count == 0) return text;
        if ((long)matches.Count * content.Length > AlignedText.MaximumLength) throw AlignedText.TooLong();
        var result = new AlignedText(text.Characters.Length);
        int covered = 0;
        foreach ((int start, int end) in matches)
        {
            result.Append(text, covered, start);
            TextSpan origin = text.Origins[Math.Max(end - 1, 0)];
            foreach (Rune rune in content.EnumerateRunes()) result.Append(rune.Value, origin);
            covered = end;
        }

        result.Append(text, covered, text.Characters.Length);
        return result;
    }
}
