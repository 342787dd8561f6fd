namespace Cloze.Text;

/// <summary>Unicode's normalization forms D and KD (UAX 15) with the tables of <see cref="UnicodeData"/>.</summary>
internal static class Decomposition
{
    /// <summary>
    /// The decomposed characters in canonical order, each with its change for <see cref="AlignedText.Transform"/>: of
    /// those that one is taken apart into, the first replaces it and the others are inserted.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="compatible">Whether compatible characters are taken apart too.</param>
    public static List<(int Scalar, int Change)> Of(AlignedText text, bool compatible)
    {
        var result = new List<(int, int)>(text.Characters.Length);
        Span<int> jamo = stackalloc int[3];
        foreach ((int scalar, _) in text.Scalars())
        {
            ReadOnlySpan<int> parts = UnicodeData.IsHangul(scalar)
                ? jamo[..UnicodeData.DecomposeHangul(scalar, jamo)]
                : Parts(scalar, compatible);
            if (parts.IsEmpty) result.Add((scalar, 0));
            for (int i = 0; i < parts.Length; i++) result.Add((parts[i], i > 0 ? 1 : 0));
        }

        Order(result);
        return result;
    }

    private static ReadOnlySpan<int> Parts(int scalar, bool compatible)
    {
        ReadOnlySpan<int> parts = compatible ? UnicodeData.Compatible(scalar) : [];
        return parts.IsEmpty ? UnicodeData.Decomposed(scalar) : parts;
    }

    // Sorts every run of combining marks by their order; marks of equal order keep their places.
    private static void Order(List<(int Scalar, int Change)> characters)
    {
        for (int start = 0; start < characters.Count; start++)
        {
            int end = start;
            while (end < characters.Count && UnicodeData.MarkOrder(characters[end].Scalar) > 0) end++;
            if (end - start < 2)
            {
                start = end;
                continue;
            }

            (int, int)[] sorted = [.. characters[start..end].OrderBy(mark => UnicodeData.MarkOrder(mark.Scalar))];
            for (int i = 0; i < sorted.Length; i++) characters[start + i] = sorted[i];
            start = end;
        }
    }
}
