namespace Cloze.Training;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
public static class Spelling
{
    /// <summary>
    /// The known name with the fewest edits to <paramref name="name"/>, two letters swapped being one (Damerau 1964);
    /// null where even that one differs in more than a third of the letters.
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        (string? nearest, int distance) = known.Select(candidate => (candidate, Distance(name, candidate)))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(1, name.Trim('-').Length / 3) ? nearest : null;
    }

    private static int Distance(string left, string right)
    {
        var edits = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++) edits[i, j] = Edits(left, right, i, j, edits);
        }

        return edits[left.Length, right.Length];
    }

    private static int Edits(string left, string right, int i, int j, int[,] edits)
    {
        if (i == 0 || j == 0) return i + j;
        bool isSame = left[i - 1] == right[j - 1];
        int fewest = Math.Min(edits[i - 1, j - 1] + (isSame ? 0 : 1), Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
        bool isSwapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return isSwapped ? Math.Min(fewest, edits[i - 2, j - 2] + 1) : fewest;
    }
}
