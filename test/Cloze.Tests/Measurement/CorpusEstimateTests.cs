using Cloze.Data;
using Cloze.Masking;
using Cloze.Measurement;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Measurement;

public class CorpusEstimateTests
{
    private static readonly CorpusEstimateOptions s_options =
        new() { VocabularySize = 400, SequenceLength = 16, Threads = 1 };

    [Fact]
    public void ACorpusNoLargerThanTheSampleIsCountedAlmostExactly()
    {
        Document[] documents = Documents(300, same: true);
        var estimate = CorpusEstimate.Of(documents, s_options);
        Assert.Equal(Truth(documents).Count, estimate.Documents);
        Assert.Equal(documents.Length - estimate.Documents, estimate.HeldOutDocuments);
        Assert.InRange(estimate.Tokens, 0.97 * Truth(documents).Tokens, 1.03 * Truth(documents).Tokens);
    }

    [Fact]
    public void ALargerOneIsEstimatedFromASpreadSample()
    {
        Document[] documents = Documents(4000, same: false);
        var estimate = CorpusEstimate.Of(documents, s_options with { SampleCharacters = 20_000 });
        Assert.InRange(estimate.Tokens, 0.9 * Truth(documents).Tokens, 1.1 * Truth(documents).Tokens);
    }

    [Fact]
    public void TheSampleStaysBoundedAndSpread()
    {
        var sample = new DocumentSample(1000);
        for (int i = 0; i < 5000; i++) sample.Add($"{i:0000}......");
        string[] kept = [.. sample.ToLearn.Concat(sample.ToCount)];
        Assert.InRange(kept.Sum(text => text.Length), 1000, 2000);
        Assert.Empty(sample.ToLearn.Intersect(sample.ToCount));
        Assert.True(kept.Max(text => int.Parse(text[..4])) > 4900);
        Assert.Contains("0000......", kept);
    }

    [Fact]
    public void AnEmptyCorpusHasNoWords() =>
        Assert.Contains(
            "There are no words",
            Assert.Throws<ClozeException>(() => CorpusEstimate.Of([], s_options)).Message);

    private static Document[] Documents(int count, bool same)
    {
        var random = new KeyedRandom(3, RandomPurpose.Order, 0, 0);
        string[] words = ["river", "tree", "cat", "mountains", "sees", "the", "a", "walking", "dog", "window"];
        var documents = new Document[count];
        for (int i = 0; i < count; i++)
        {
            int length = same ? 12 : 1 + random.NextInteger(60);
            string[] chosen = [.. Enumerable.Range(0, length).Select(_ => words[random.NextInteger(words.Length)])];
            documents[i] = new Document(string.Join(' ', chosen), "memory");
        }

        return documents;
    }

    /// <summary>What training itself makes of the documents.</summary>
    private static (long Count, long Tokens) Truth(Document[] documents)
    {
        string[] training = [.. documents.Select(document => document.Text).Where(text => !HeldOut.Contains(text))];
        var tokenizer = Tokenizer.Create(
            WordPieceTrainer.Train(training, new WordPieceTrainerOptions { VocabularySize = 400 }));
        using TokenStore store = TokenStoreBuilder.BuildInMemory(
            training,
            (text, ids) => tokenizer.AppendIds(text, ids),
            PieceTable.From(tokenizer.Vocabulary),
            new TokenStoreOptions { SequenceLength = 16 });
        return (training.Length, store.TokenCount);
    }
}
