using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

public sealed class WordPieceTrainerErrorTests
{
    [Theory]
    [InlineData]
    [InlineData("", " \n")]
    [InlineData("\u00AD")]
    public void ACorpusWithoutWordsIsAnError(params string[] documents)
    {
        var error = Assert.Throws<ClozeException>(() => WordPieceTrainer.Train(documents, new()));
        Assert.Equal("There are no words to train a vocabulary on.", error.Message);
        Assert.Contains("text", error.Hint);
    }

    [Fact]
    public void ASizeWithoutRoomForTheLettersSaysWhatIsNeeded()
    {
        var options = new WordPieceTrainerOptions { VocabularySize = 10 };
        var error = Assert.Throws<ClozeException>(() => WordPieceTrainer.Train(["abc cab"], options));
        Assert.Equal(
            "A vocabulary of 10 pieces has no room for the 3 letters of the text: " +
            "with their ## forms and the 5 special tokens they are 11.",
            error.Message);
        Assert.Contains("at least 11 pieces (`vocabulary_size`)", error.Hint);
        options = options with { VocabularySize = 11 };
        Assert.Equal(11, WordPieceTrainer.Train(["abc cab"], options).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WhatTheReaderThrowsComesThroughAsItIs(int threads)
    {
        var thrown = new ClozeException("file.txt is damaged", "mend it");
        IEnumerable<string> Documents()
        {
            yield return "one";
            throw thrown;
        }

        var options = new WordPieceTrainerOptions { Threads = threads };
        Assert.Same(thrown, Assert.Throws<ClozeException>(() => WordPieceTrainer.Train(Documents(), options)));
    }

    [Fact]
    public void ItCanBeCancelledAmongDocumentsWithoutEnd()
    {
        using var source = new CancellationTokenSource();
        IEnumerable<string> Documents()
        {
            for (int i = 0; ; i++)
            {
                if (i == 1000) source.Cancel();
                yield return "word";
            }
        }

        Assert.Throws<OperationCanceledException>(
            () => WordPieceTrainer.Train(Documents(), new(), cancellation: source.Token));
    }

    [Fact]
    public void LimitsMustBePositive()
    {
        WordPieceTrainerOptions good = new();
        WordPieceTrainerOptions[] bad =
        [
            good with { MinimumFrequency = 0 }, good with { AlphabetLimit = 0 }, good with { WordLimit = 0 },
            good with { Threads = 0 },
        ];
        foreach (WordPieceTrainerOptions options in bad)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => WordPieceTrainer.Train(["word"], options));
        }
    }
}
