using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class SentenceStoreTests
{
    [Fact]
    public void DocumentsComeBackSentenceBySentence()
    {
        string[] documents = TinySentences.Documents(200, 15, 20);
        using SentenceStore store = TinySentences.Store(documents);
        SentenceDocument document = store.CreateDocument();
        Assert.Equal(200, store.DocumentCount);
        for (int i = 0; i < documents.Length; i++)
        {
            store.Read(i, document);
            List<int[]> expected = TinySentences.Sentences(documents[i]);
            Assert.Equal(expected.Count, document.SentenceCount);
            for (int sentence = 0; sentence < expected.Count; sentence++)
            {
                int start = document.StartOf(sentence);
                Assert.Equal(expected[sentence], document.Ids[start..document.StartOf(sentence + 1)].ToArray());
            }

            Assert.Equal(document.Ids.Length, document.StartOf(expected.Count));
        }
    }

    [Fact]
    public void ASeparatorOfTheTextItselfEndsNoSentence()
    {
        using SentenceStore store = TinySentences.Store("5 3 6\n3\n7", "8");
        SentenceDocument document = store.CreateDocument();
        store.Read(0, document);
        Assert.Equal([5, 6, 7], document.Ids.ToArray());
        Assert.Equal((2, 2), (document.SentenceCount, document.StartOf(1)));
        store.Read(1, document);
        Assert.Equal((1, 1), (document.SentenceCount, document.StartOf(1)));
    }

    [Fact]
    public void ADocumentWithoutATokenIsDamage()
    {
        using var store = new SentenceStore(
            TokenStoreBuilder.BuildInMemory(
                ["3"], TinyCorpus.Tokenize, TinyCorpus.Pieces(), SentenceStore.Options(threads: 1)),
            TinyCorpus.Pieces());
        var error = Assert.Throws<ClozeException>(() => store.Read(0, store.CreateDocument()));
        Assert.Equal("Document 0 of the sentences has no token: their file is damaged.", error.Message);
        Assert.Equal("Delete it; it is built again from the corpus.", error.Hint);
    }
}
