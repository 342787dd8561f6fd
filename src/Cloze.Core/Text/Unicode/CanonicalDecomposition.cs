namespace Cloze.Text;

/// <summary>Unicode's normalization form D (UAX 15) with the tables of <see cref="UnicodeData"/>.</summary>
internal static class CanonicalDecomposition
{
    /// <summary>
    /// The decomposed characters in canonical order. Where marks change places, the origins stay in place: the
    /// reference aligns the new sequence with the old by position.
    /// </summary>
    public static List<(int Scalar, TextSpan Origin)> Of(AlignedText text)
    {
        List<TextSpan> origins = [.. text.Scalars().Select(character => character.Origin)];
        List<(int Scalar, bool Inserted)> characters = Decompose(text);
        Order(characters);
        var result = new List<(int, TextSpan)>(characters.Count);
        int consumed = 0;
        foreach ((int scalar, bool inserted) in characters)
        {
            if (!inserted) consumed++;
            result.Add((scalar, origins[Math.Max(consumed - 1, 0)]));
        }

        return result;
    }

    // Of the characters that one is taken apart into, the first replaces it and the others are inserted.
    private static List<(int Scalar, bool Inserted)> Decompose(AlignedText text)
    {
        var result = new List<(int, bool)>(text.Characters.Length);
        Span<int> jamo = stackalloc int[3];
        foreach ((int scalar, _) in text.Scalars())
        {
            ReadOnlySpan<int> parts = UnicodeData.IsHangul(scalar)
                ? jamo[..UnicodeData.DecomposeHangul(scalar, jamo)]
                : UnicodeData.Decomposed(scalar);
            if (parts.IsEmpty) result.Add((scalar, false));
            for (int i = 0; i < parts.Length; i++) result.Add((parts[i], i > 0));
        }

        return result;
    }

    // Sorts every run of combining marks by their order; marks of equal order keep their places.
    private static void Order(List<(int Scalar, bool Inserted)> characters)
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

            (int, bool)[] sorted = [.. characters[start..end].OrderBy(mark => UnicodeData.MarkOrder(mark.Scalar))];
            for (int i = 0; i < sorted.Length; i++) characters[start + i] = sorted[i];
            start = end;
        }
    }
}
