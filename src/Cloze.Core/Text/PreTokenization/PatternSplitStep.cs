namespace Cloze.Text;

/// <summary>Parts words where a pattern matches.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="behavior">What becomes of its matches.</param>
/// <param name="inverted">Whether what it does not match counts as the matches.</param>
internal sealed class PatternSplitStep(TextPattern pattern, SplitBehavior behavior, bool inverted = false)
    : PreTokenizerStep
{
    /// <inheritdoc/>
    public override void Apply(WordList words) => words.Split((list, start, end) =>
    {
        List<PatternPart> parts = pattern.Parts(list.Text.Characters[start..end]);
        if (inverted) parts = parts.ConvertAll(part => part with { IsMatch = !part.IsMatch });
        foreach ((int from, int to) in Join(parts)) list.Add(start + from, start + to);
    });

    private IEnumerable<(int Start, int End)> Join(List<PatternPart> parts) => behavior switch
    {
        SplitBehavior.Removed => parts.Where(part => !part.IsMatch).Select(part => (part.Start, part.End)),
        SplitBehavior.Isolated => parts.Select(part => (part.Start, part.End)),
        SplitBehavior.MergedWithPrevious => Join(parts, (part, before) => part && !before),
        SplitBehavior.Contiguous => Join(parts, (part, before) => part == before),
        _ => JoinNext(parts),
    };

    // A part joins the word before it where the rule says so of the part and the one before, matches or not.
    private static List<(int Start, int End)> Join(List<PatternPart> parts, Func<bool, bool, bool> joins)
    {
        var words = new List<(int Start, int End)>();
        bool before = false;
        foreach (PatternPart part in parts)
        {
            if (words.Count > 0 && joins(part.IsMatch, before)) words[^1] = (words[^1].Start, part.End);
            else words.Add((part.Start, part.End));
            before = part.IsMatch;
        }

        return words;
    }

    private static List<(int Start, int End)> JoinNext(List<PatternPart> parts)
    {
        var words = new List<(int Start, int End)>();
        bool behind = false;
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            PatternPart part = parts[i];
            if (words.Count > 0 && part.IsMatch && !behind) words[^1] = (part.Start, words[^1].End);
            else words.Add((part.Start, part.End));
            behind = part.IsMatch;
        }

        words.Reverse();
        return words;
    }
}
