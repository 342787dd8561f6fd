using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

[Trait("Slow", "Emulated")]
public sealed class WordPieceTrainerTests
{
    private static readonly string[] s_special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    [Fact]
    public void TheMostFrequentPairIsMergedAndOlderPiecesGoFirst()
    {
        Vocabulary vocabulary = WordPieceTrainer.Train(
            [Repeat("hug", 10), Repeat("pug", 5), Repeat("pun", 12), Repeat("bun", 4), Repeat("hugs", 5)],
            new WordPieceTrainerOptions { VocabularySize = 100 });

        // Side by side: u g 20, p u 17, u n 16, h u 15, g s 5, b u 4. Once ug and un, hug and pun are pieces,
        // p ug and hug s both occur 5 times.
        string[] letters = ["b", "g", "h", "n", "p", "s", "u", "##g", "##n", "##s", "##u"];
        string[] merges = ["##ug", "##un", "hug", "pun", "pug", "hugs", "bun"];
        Assert.Equal([.. s_special, .. letters, .. merges], vocabulary.Pieces);
    }

    [Fact]
    public void MergesEndAtTheSizeAndAtTheMinimumFrequency()
    {
        string[] documents = [Repeat("hug", 10), Repeat("pun", 3), "bun"];
        var options = new WordPieceTrainerOptions { VocabularySize = 16 };
        Assert.Equal(["hu", "hug"], WordPieceTrainer.Train(documents, options).Pieces.Skip(14));
        options = options with { VocabularySize = 100, MinimumFrequency = 3 };
        Assert.Equal(["hu", "hug", "##un", "pun"], WordPieceTrainer.Train(documents, options).Pieces.Skip(14));
    }

    [Fact]
    public void WordsAreThoseOfTheTokenizer()
    {
        string[] documents = ["Éa\u00ADb,Éa\u00ADb 中 [MASK]"];
        var options = new WordPieceTrainerOptions { VocabularySize = 100, MinimumFrequency = 1 };
        IReadOnlyList<string> pieces = WordPieceTrainer.Train(documents, options).Pieces;
        Assert.Subset(pieces.ToHashSet(), new HashSet<string> { "eab", ",", "中", "[", "]", "mask" });
        options = options with { Tokenizer = new TokenizerOptions { LowerCase = false } };
        pieces = WordPieceTrainer.Train(documents, options).Pieces;
        Assert.Subset(pieces.ToHashSet(), new HashSet<string> { "Éab", "MASK" });
    }

    [Fact]
    public void LettersBeyondTheLimitAndWordsTooLongCountForNothing()
    {
        string[] documents = ["aab aab aab acb acb", string.Concat(Enumerable.Repeat("ab", 51)) + " end"];
        var options = new WordPieceTrainerOptions { VocabularySize = 100, AlphabetLimit = 3 };

        // Letters: a 8, b 5, c 2, and e, n, d once each: of the last nothing stays.
        Assert.Equal(
            [.. s_special, "a", "b", "c", "##a", "##b", "##c", "aa", "aab", "ac", "acb"],
            WordPieceTrainer.Train(documents, options).Pieces);
    }

    [Fact]
    public void LettersOutsideTheBasicPlaneStayWhole()
    {
        const string word = "\U00010428\U00010429";
        Vocabulary vocabulary = WordPieceTrainer.Train([$"{word} {word}"], new() { VocabularySize = 100 });
        Assert.Equal(["\U00010428", "\U00010429", "##\U00010429", word], vocabulary.Pieces.Skip(5));
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(300)]
    public void TheVocabularyDoesNotDependOnOrderThreadsOrPlaceOfTheWords(int wordLimit)
    {
        string[] documents = RandomDocuments();
        var options = new WordPieceTrainerOptions { VocabularySize = 400, Threads = 1, WordLimit = wordLimit };
        IReadOnlyList<string> expected = WordPieceTrainer.Train(documents, options).Pieces;
        Assert.InRange(expected.Count, 200, 400);
        for (int threads = 1; threads <= 5; threads += 2)
        {
            string[] shuffled = [.. documents.OrderBy(document => document[threads..], StringComparer.Ordinal)];
            Assert.Equal(expected, WordPieceTrainer.Train(shuffled, options with { Threads = threads }).Pieces);
            string[] joined = [string.Join('\n', shuffled)];
            Assert.Equal(expected, WordPieceTrainer.Train(joined, options with { Threads = threads }).Pieces);
        }
    }

    [Fact]
    public void ItReportsHowFarItHasCome()
    {
        var reports = new Reports();
        string[] documents = [.. Enumerable.Range(0, 5000).Select(i => $"word{i} again")];
        var options = new WordPieceTrainerOptions { VocabularySize = 600, Threads = 2 };
        int count = WordPieceTrainer.Train(documents, options, reports).Count;
        Assert.Contains(reports.All, report => report is { Documents: > 0, Pieces: 0 });
        Assert.Equal(new WordPieceTrainerProgress(5000, count), reports.All[^1]);
    }

    private static string Repeat(string word, int count) => string.Join(' ', Enumerable.Repeat(word, count));

    private static string[] RandomDocuments()
    {
        var random = new KeyedRandom(3, RandomPurpose.Order, 0, 0);
        string[] documents = new string[200];
        for (int i = 0; i < documents.Length; i++)
        {
            var text = new System.Text.StringBuilder();
            for (int letter = 0; letter < 100; letter++)
            {
                // A smaller number drawn from a drawn number makes some letters and spaces frequent.
                text.Append("e tanoishrdlu.wm"[random.NextInteger(1 + random.NextInteger(16))]);
            }

            documents[i] = text.ToString();
        }

        return documents;
    }

    private sealed class Reports : IProgress<WordPieceTrainerProgress>
    {
        public List<WordPieceTrainerProgress> All { get; } = [];

        public void Report(WordPieceTrainerProgress value)
        {
            lock (All) All.Add(value);
        }
    }
}
