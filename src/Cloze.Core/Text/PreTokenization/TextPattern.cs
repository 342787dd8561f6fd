namespace Cloze.Text;

/// <summary>A part of a text that a pattern matches, or one between two that it does.</summary>
internal readonly record struct PatternPart(int Start, int End, bool IsMatch);

/// <summary>Something that is looked for in text. It does not change.</summary>
internal abstract class TextPattern
{
    /// <summary>The whole text in parts, one after another, none empty.</summary>
    public List<PatternPart> Parts(ReadOnlySpan<char> text)
    {
        var parts = new List<PatternPart>();
        int covered = 0;
        foreach ((int start, int end) in Matches(text))
        {
            if (start > covered) parts.Add(new PatternPart(covered, start, false));
            if (end > start) parts.Add(new PatternPart(start, end, true));
            covered = end;
        }

        if (text.Length > covered) parts.Add(new PatternPart(covered, text.Length, false));
        return parts;
    }

    /// <summary>Where it matches, rising, none over another.</summary>
    public abstract List<(int Start, int End)> Matches(ReadOnlySpan<char> text);
}
