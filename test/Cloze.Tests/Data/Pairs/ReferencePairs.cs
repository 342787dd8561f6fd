namespace Cloze.Tests.Data;

/// <summary>
/// The original's rules written down once more, plainly, with lists of tokens: what
/// <see cref="Cloze.Data.PairMaker"/> must give for the same draws.
/// </summary>
internal static class ReferencePairs
{
    public static List<(int[] First, int[] Second, int Label)> Make(
        List<List<int[]>> documents, int index, int sequenceLength, bool isOrder, ulong seed, uint epoch)
    {
        var random = new KeyedRandom(seed, RandomPurpose.Pairs, epoch, (ulong)index);
        List<int[]> document = documents[index];
        int most = sequenceLength - 3, target = most;
        if (random.NextSingle() < 0.1f) target = 2 + random.NextInteger(most - 1);
        var pairs = new List<(int[], int[], int)>();
        var chunk = new List<int[]>();
        for (int i = 0; i < document.Count; i++)
        {
            chunk.Add(document[i]);
            if (i < document.Count - 1 && chunk.Sum(sentence => sentence.Length) < target) continue;
            int end = chunk.Count >= 2 ? 1 + random.NextInteger(chunk.Count - 1) : 1;
            List<int> first = [.. chunk.Take(end).SelectMany(sentence => sentence)];
            List<int> second = [.. chunk.Skip(end).SelectMany(sentence => sentence)];
            int label = 0;
            if (isOrder)
            {
                if (chunk.Count == 1) label = -1;
                else if (random.NextSingle() < 0.5f) (first, second, label) = (second, first, 1);
            }
            else if (chunk.Count == 1 || random.NextSingle() < 0.5f)
            {
                label = 1;
                second = Elsewhere(documents, index, target - first.Count, ref random);
                i -= chunk.Count - end;
            }

            while (first.Count + second.Count > most)
            {
                List<int> longer = first.Count > second.Count ? first : second;
                longer.RemoveAt(random.NextSingle() < 0.5f ? 0 : longer.Count - 1);
            }

            random.NextBits();
            pairs.Add(([.. first], [.. second], label));
            chunk = [];
        }

        return pairs;
    }

    private static List<int> Elsewhere(List<List<int[]>> documents, int index, int tokens, ref KeyedRandom random)
    {
        int other = index;
        for (int i = 0; i < 10; i++)
        {
            other = random.NextInteger(documents.Count);
            if (other != index) break;
        }

        var second = new List<int>();
        for (int i = random.NextInteger(documents[other].Count); i < documents[other].Count; i++)
        {
            second.AddRange(documents[other][i]);
            if (second.Count >= tokens) break;
        }

        return second;
    }
}
