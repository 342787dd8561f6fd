using Cloze.Masking;
using Cloze.Tests.Data;

namespace Cloze.Tests.Masking;

/// <summary>Sequences of words of one to four pieces: ids from 500 on continue a word.</summary>
internal static class WordCorpus
{
    public const int Count = 1000;
    private const int FirstContinuing = 500;

    public static readonly PieceTable Pieces = new(
        Count,
        TinyCorpus.ClassificationId,
        TinyCorpus.SeparatorId,
        TinyCorpus.MaskId,
        [0, 1, 2, 3, 4],
        new string('a', 64),
        Enumerable.Range(FirstContinuing, Count - FirstContinuing));

    /// <summary>A sequence of this many words, the same for the same row.</summary>
    public static int[] Sequence(int row, int words)
    {
        var random = new KeyedRandom(11, RandomPurpose.Weights, 0, (ulong)row);
        var ids = new List<int> { TinyCorpus.ClassificationId };
        for (int word = 0; word < words; word++)
        {
            ids.Add(5 + random.NextInteger(FirstContinuing - 5));
            for (int more = random.NextInteger(4); more > 0 && random.NextInteger(2) == 0; more--)
            {
                ids.Add(FirstContinuing + random.NextInteger(Count - FirstContinuing));
            }
        }

        ids.Add(TinyCorpus.SeparatorId);
        return [.. ids];
    }

    /// <summary>The words of a sequence: where each begins and ends.</summary>
    public static (int Start, int End)[] Words(int[] ids)
    {
        int[] starts = [.. Enumerable.Range(0, ids.Length).Where(i => ids[i] is >= 5 and < FirstContinuing)];
        return [.. starts.Select(start => (start, End(ids, start)))];
    }

    private static int End(int[] ids, int start)
    {
        int end = start + 1;
        while (ids[end] >= FirstContinuing) end++;
        return end;
    }
}
