using Cloze.Data;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Vocabularies of real text beside those of Hugging Face's trainer.</summary>
public sealed class TrainedVocabularyTests
{
    [Trait("Slow", "Emulated")]
    [Fact]
    public void OfReferenceDocumentationItIsAsGoodAndNearlyTheSame()
    {
        string copy = SharedFiles.Require("data/corpus/dotnet-sdk-docs.txt.gz");
        string[] golden = File.ReadAllLines(SharedFiles.Require("golden/wordpiece/sdk-docs-8192.txt"));
        ILookup<bool, string> documents = Corpus.Read(new CorpusOptions { Paths = [copy] })
            .Select(document => document.Text)
            .ToLookup(text => HeldOut.Contains(text));

        Vocabulary vocabulary = WordPieceTrainer.Train(documents[false], new() { VocabularySize = golden.Length });

        Assert.Equal(8_192, golden.Length);
        Assert.Equal(golden.Length, vocabulary.Count);
        Assert.True(golden.Count(piece => vocabulary.TryGetId(piece, out _)) >= golden.Length - 4);
        var tokenizer = Tokenizer.Create(vocabulary);
        var ids = new List<int>();
        foreach (string line in documents[true].SelectMany(text => text.Split('\n'))) tokenizer.AppendIds(line, ids);
        Assert.DoesNotContain(vocabulary.UnknownId, ids);

        // The golden vocabulary needs 276,035 pieces for these 212,945 words.
        Assert.InRange(ids.Count, 270_000, 276_035);
    }
}
