using System.Globalization;
using Cloze.Data;
using Cloze.Masking;

namespace Cloze.Tests.Data;

/// <summary>Corpora of numbers: the words of a text are ids, so that no tokenizer is needed.</summary>
internal static class TinyCorpus
{
    public const int SpecialCount = 5;
    public const int ClassificationId = 2;
    public const int SeparatorId = 3;
    public const int MaskId = 4;

    public static PieceTable Pieces(int count = 1000, char hashDigit = 'a') =>
        new(count, ClassificationId, SeparatorId, MaskId, [0, 1, 2, 3, 4], new string(hashDigit, 64));

    public static void Tokenize(string text, List<int> ids)
    {
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            ids.Add(int.Parse(word, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Documents of random ordinary pieces, of 1 to <paramref name="longest"/> words.</summary>
    public static IEnumerable<string> Documents(int count, int longest, int vocabulary = 1000, ulong seed = 1)
    {
        for (int document = 0; document < count; document++)
        {
            var random = new KeyedRandom(seed, RandomPurpose.Weights, 99, (ulong)document);
            int[] ids = new int[1 + random.NextInteger(longest)];
            for (int i = 0; i < ids.Length; i++) ids[i] = SpecialCount + random.NextInteger(vocabulary - SpecialCount);
            yield return string.Join(' ', ids);
        }
    }

    public static TokenStore Store(
        IEnumerable<string> documents, int length = 128, int threads = 1, int vocabulary = 1000) =>
        TokenStoreBuilder.BuildInMemory(
            documents,
            Tokenize,
            Pieces(vocabulary),
            new TokenStoreOptions { SequenceLength = length, Threads = threads });

    public static int[] Read(ISequenceSource store, long sequence)
    {
        int[] ids = new int[store.LengthOf(sequence)];
        store.Read(sequence, ids);
        return ids;
    }
}
