using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

[Trait("Slow", "Emulated")]
public class BytePairTrainerTests
{
    private const int First = 5 + 256;

    [Fact]
    public void TheMostFrequentPairIsMergedAndOlderPiecesGoFirst()
    {
        Tokenizer tokenizer = BytePairTrainer.Train(
            ["hug" + Repeat(" hug", 9) + Repeat(" pug", 5) + Repeat(" pun", 12)],
            new BytePairTrainerOptions { VocabularySize = First + 6 });

        // Ġ p 17, p u 17, u g 15, u n 12, h u 10: of the first two the left piece of the second is older. Then Ġ pu 17,
        // Ġpu n 12, h u and u g 10 each, of which h is older, hu g 10, Ġ hug 9.
        Assert.Equal(
            ["pu", "\u0120pu", "\u0120pun", "hu", "hug", "\u0120hug"], tokenizer.Vocabulary.Pieces.Skip(First));
        Assert.Equal(
            ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "!"], tokenizer.Vocabulary.Pieces.Take(6));
        Assert.Equal(["<s>", "hug", "\u0120pun", "</s>"], tokenizer.Encode("hug pun").Tokens.Take(4));
    }

    [Theory]
    [InlineData(1 << 19)]
    [InlineData(200)]
    public void TheResultDoesNotDependOnOrderThreadsOrPlaceOfTheWords(int wordLimit)
    {
        string[] documents = [.. MixedText.Samples(400)];
        var options = new BytePairTrainerOptions { VocabularySize = 500, Threads = 1, WordLimit = wordLimit };
        IReadOnlyList<string> expected = BytePairTrainer.Train(documents, options).Vocabulary.Pieces;
        for (int threads = 1; threads <= 4; threads++)
        {
            Tokenizer found = BytePairTrainer.Train(documents.Reverse(), options with { Threads = threads });
            Assert.Equal(expected, found.Vocabulary.Pieces);
        }
    }

    [Fact]
    public void ALearnedTokenizerIsSavedAndMarksWords()
    {
        using var folder = new TemporaryFolder();
        Tokenizer learned = BytePairTrainer.Train(
            [Repeat("the cat sat. ", 5)], new BytePairTrainerOptions { VocabularySize = 300 });
        learned.Save(folder.Path);
        var tokenizer = Tokenizer.Load(folder.Path);
        Encoding encoding = tokenizer.Encode("the cat <mask>.", "sat");
        Assert.Equal(["<s>", "the", "\u0120cat", " <mask>", ".", "</s>", "</s>", "sat", "</s>"], encoding.Tokens);
        Assert.Equal([0, 3, 7, 14, 15, 0, 0, 3, 0], encoding.Offsets.Select(span => span.End));
        Assert.Equal("the cat.", tokenizer.Decode([.. encoding.InputIds.Take(5)]));
        Assert.True(tokenizer.Definition.Marks.Continues("."));
        Assert.Equal("RobertaTokenizerFast", tokenizer.Definition.ClassName);
    }

    [Fact]
    public void WordsTooLongCountForNothing()
    {
        Tokenizer tokenizer = BytePairTrainer.Train(
            [new string('q', 101) + " zz zz", new string('q', 101)], new BytePairTrainerOptions());
        Assert.Equal(["zz", "\u0120zz"], tokenizer.Vocabulary.Pieces.Skip(First));
    }

    [Fact]
    public void ASizeWithoutRoomForTheBytesAndATextWithoutWordsAreRefused()
    {
        var refused = Assert.Throws<ClozeException>(
            () => BytePairTrainer.Train(["a"], new BytePairTrainerOptions { VocabularySize = 260 }));
        Assert.Equal(
            "A vocabulary of 260 pieces has no room for the 256 bytes and the 5 special tokens.", refused.Message);
        Assert.StartsWith("Ask for at least 261 pieces", refused.Hint);
        refused = Assert.Throws<ClozeException>(() => BytePairTrainer.Train([""], new BytePairTrainerOptions()));
        Assert.Equal("There are no words to train a vocabulary on.", refused.Message);
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
