using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class StoredDocumentRowsTests : IDisposable
{
    private readonly TinyStore _store = new(files: 1);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void TheyAreThoseOfASentenceStoreOfTheSameDocuments()
    {
        string[] documents = [.. TinyStore.Documents().Chunk(3).Select(texts => string.Join(". The ", texts))];
        File.WriteAllText(Path.Combine(_store.Corpus, "0.txt"), string.Join("\n\n", documents));
        StorePreparation.Run(_store.Options with { Sentences = SentenceRule.Text });
        using TokenStore expected = TokenStoreBuilder.BuildInMemory(
            documents.Where(text => !HeldOut.Contains(text)),
            SentenceStore.Tokenizer(
                (text, ids) => _store.Words.AppendIds(text.Span, ids), SentenceRule.Text, _store.Pieces.SeparatorId),
            _store.Pieces,
            SentenceStore.Options(1));
        using var rows = new StoredDocumentRows(
            CorpusStore.Open(_store.Store, StoreHalf.Training), StoreHalf.Training, _store.Pieces);
        Assert.Equal(TinyStore.All(expected), TinyStore.All(rows));
        Assert.Equal(expected.TokenCount, rows.TokenCount);
        Assert.True(rows.Store.TrainingDocuments.SentenceCount > 2 * rows.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.LengthOf(rows.Count));
    }

    [Fact]
    public void WithoutSentencesADocumentIsOne()
    {
        _store.Prepare();
        using var rows = new StoredDocumentRows(
            CorpusStore.Open(_store.Store, StoreHalf.Training), StoreHalf.Training, _store.Pieces);
        Assert.Equal(_store.Sequences(_store.Store, StoreHalf.Training, length: 128), TinyStore.All(rows));
    }
}
