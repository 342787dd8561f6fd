using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class FrequencyTenthsTests
{
    private const int Vocabulary = 40;

    [Fact]
    public void TenEqualPiecesAreATenthEach()
    {
        FrequencyTenths tenths = Of([.. Enumerable.Range(10, 10).Select(id => (id, 3))]);
        Assert.Equal(30, tenths.Tokens);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(i, tenths[10 + i]);
            Assert.Equal([10 + i], tenths.ExamplesOf(i));
        }
    }

    [Fact]
    public void APieceBelongsWhereTheMiddleOfItsOccurrencesFalls()
    {
        // Of 20 tokens: 12 are of the first piece (middle 6 of 20), 4 of the second (14), the others (16.5, 17.5 ...).
        FrequencyTenths tenths = Of((7, 12), (8, 4), (9, 1), (10, 1), (11, 1), (12, 1));
        Assert.Equal(3, tenths[7]);
        Assert.Equal(7, tenths[8]);
        Assert.Equal([8, 8, 9, 9], [tenths[9], tenths[10], tenths[11], tenths[12]]);
        Assert.Empty(tenths.ExamplesOf(0));
    }

    [Fact]
    public void APieceThatDoesNotOccurIsAmongTheRarest()
    {
        FrequencyTenths tenths = Of((7, 2), (8, 1));
        Assert.Equal(9, tenths[30]);
        Assert.Equal(3, tenths.Tokens);
    }

    [Fact]
    public void OfManyPiecesTheMostFrequentAreTheExamples()
    {
        FrequencyTenths tenths = Of([(6, 100), .. Enumerable.Range(10, 20).Select(id => (id, 1))]);
        Assert.Equal([10, 11, 12, 13], tenths.ExamplesOf(8).Take(4));
    }

    private static FrequencyTenths Of(params (int Id, int Count)[] pieces)
    {
        string text = string.Join(' ', pieces.SelectMany(piece => Enumerable.Repeat(piece.Id, piece.Count)));
        using TokenStore store = TinyCorpus.Store([text], 16, 1, Vocabulary);
        return FrequencyTenths.Of(store, TinyCorpus.Pieces(Vocabulary));
    }
}
