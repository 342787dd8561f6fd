namespace Cloze.Masking;

/// <summary>
/// Which words of a sequence are hidden: its units in a random order, taken up to a number of tokens. A word that has
/// no room any more is left out and never cut, as google-research/bert does it. Of a span that has no room as a whole,
/// the words from its one end on are taken, by chance the first or the last.
/// </summary>
/// <remarks>
/// For masks that do not come again, the same order serves several sets: each takes what the sets before it left. A set
/// is found by finding those before it, so that it is a function of its number alone.
/// </remarks>
internal static class MaskChoice
{
    /// <summary>The mark of a word that is chosen.</summary>
    public const int Chosen = -1;

    /// <summary>Puts the units into a random order (Fisher and Yates).</summary>
    public static void Shuffle(ref KeyedRandom random, Span<int> order)
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.NextInteger(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
    }

    /// <summary>Marks words of a set with <see cref="Chosen"/>.</summary>
    /// <param name="units">The words and units.</param>
    /// <param name="order">The units in their order.</param>
    /// <param name="sets">How the order is cut, and which set is asked for.</param>
    /// <param name="wanted">Tokens to choose of it; at least one.</param>
    /// <param name="fromEnd">Whether units are taken from their last word on.</param>
    /// <param name="marks">One mark a word; overwritten.</param>
    public static void Take(
        in MaskUnits units, ReadOnlySpan<int> order, MaskSets sets, int wanted, bool fromEnd, Span<int> marks)
    {
        marks.Clear();
        for (int set = 0; set <= sets.Set; set++)
        {
            Move(units, order, fromEnd, before: 0, after: set + 1, sets.Room(set), marks);
        }

        int mine = sets.Set + 1;
        if (Move(units, order, fromEnd, before: mine, after: Chosen, wanted, marks)) return;
        marks[Shortest(units, order, mine, marks)] = Chosen;
    }

    // Turns marks of one kind into another, in the order of the units, as long as there is room.
    private static bool Move(
        in MaskUnits units, ReadOnlySpan<int> order, bool fromEnd, int before, int after, int room, Span<int> marks)
    {
        bool any = false;
        foreach (int unit in order)
        {
            if (room == 0) break;
            (int first, int end) = units.Words(unit);
            for (int i = first; i < end; i++)
            {
                int word = fromEnd ? first + end - 1 - i : i;
                if (marks[word] != before) continue;
                if (units.Length(word) > room) break;
                room -= units.Length(word);
                marks[word] = after;
                any = true;
            }
        }

        return any;
    }

    // Where every word is too long, one of the shortest is taken all the same, of the set where it has any.
    private static int Shortest(in MaskUnits units, ReadOnlySpan<int> order, int mark, ReadOnlySpan<int> marks)
    {
        int best = -1;
        bool bestIsOfSet = false;
        foreach (int unit in order)
        {
            (int first, int end) = units.Words(unit);
            for (int word = first; word < end; word++)
            {
                bool isOfSet = marks[word] == mark;
                bool isBetter = best < 0
                    || (isOfSet && !bestIsOfSet)
                    || (isOfSet == bestIsOfSet && units.Length(word) < units.Length(best));
                if (isBetter) (best, bestIsOfSet) = (word, isOfSet);
            }
        }

        return best;
    }
}
