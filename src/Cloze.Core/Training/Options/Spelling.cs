namespace Cloze.Training;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
public static class Spelling
{
    /// <summary>
    /// The known name with the fewest edits (Levenshtein 1966) to <paramref name="name"/>; null where even that one
    /// differs in more than a third of the letters.
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        (string? nearest, int distance) = known.Select(candidate => (candidate, Distance(name, candidate)))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(1, name.Trim('-').Length / 3) ? nearest : null;
    }

    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (int j = 0; j < row.Length; j++) row[j] = j;
        for (int i = 0; i < left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                int replaced = diagonal + (left[i] == right[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
