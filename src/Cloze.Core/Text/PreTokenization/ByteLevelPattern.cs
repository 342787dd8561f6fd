namespace Cloze.Text;

/// <summary>GPT-2's expression, which matches everywhere.</summary>
internal sealed class ByteLevelPattern : TextPattern
{
    /// <inheritdoc/>
    public override List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var matches = new List<(int, int)>();
        for (int at = 0, end; at < text.Length; at = end)
        {
            end = ByteLevelScanner.End(text, at);
            matches.Add((at, end));
        }

        return matches;
    }
}
