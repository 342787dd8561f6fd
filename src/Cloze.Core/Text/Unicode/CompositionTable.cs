namespace Cloze.Text;

/// <summary>Which two characters compose into one, worked out from the canonical decompositions.</summary>
internal sealed class CompositionTable
{
    private readonly Dictionary<(int First, int Second), int> _composed = [];

    /// <summary>Builds the table.</summary>
    /// <param name="scalars">All characters that decompose canonically.</param>
    /// <param name="isApart">Whether one stays taken apart (Full_Composition_Exclusion).</param>
    public CompositionTable(IEnumerable<int> scalars, Func<int, bool> isApart)
    {
        // Full decompositions are shorter for what others begin with: those are there first.
        foreach (int scalar in scalars.Where(scalar => !isApart(scalar))
            .OrderBy(scalar => UnicodeData.Decomposed(scalar).Length))
        {
            ReadOnlySpan<int> parts = UnicodeData.Decomposed(scalar);
            int first = parts[0];
            for (int i = 1; i < parts.Length - 1; i++) first = _composed.GetValueOrDefault((first, parts[i]), -1);
            if (first >= 0) _composed[(first, parts[^1])] = scalar;
        }
    }

    /// <summary>What two characters compose into, or null.</summary>
    public int? this[int first, int second] =>
        _composed.TryGetValue((first, second), out int composed) ? composed : null;
}
