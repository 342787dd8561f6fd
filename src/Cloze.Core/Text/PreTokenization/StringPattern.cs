namespace Cloze.Text;

/// <summary>A string as it stands; an empty one is nowhere.</summary>
internal sealed class StringPattern(string searched) : TextPattern
{
    /// <summary>Whether a space is in it.</summary>
    public bool SpansSpaces => searched.Contains(' ', StringComparison.Ordinal);

    /// <summary>Whether it has one of these characters.</summary>
    public bool HasAnyOf(ReadOnlySpan<char> characters) => searched.AsSpan().ContainsAny(characters);

    /// <inheritdoc/>
    public override List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var matches = new List<(int, int)>();
        for (int at = 0; searched.Length > 0;)
        {
            int distance = text[at..].IndexOf(searched, StringComparison.Ordinal);
            if (distance < 0) break;
            matches.Add((at + distance, at + distance + searched.Length));
            at += distance + searched.Length;
        }

        return matches;
    }
}
