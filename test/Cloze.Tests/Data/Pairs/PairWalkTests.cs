using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class PairWalkTests
{
    private const int Window = 16;

    [Fact]
    public void AnEpochHasEveryPairOfEveryDocumentOnce()
    {
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(70, 12, 9));
        var maker = new PairMaker(store, Options);
        for (uint epoch = 0; epoch < 2; epoch++)
        {
            var expected = new List<SentencePair>();
            for (int document = 0; document < 70; document++) maker.Make(document, 4, epoch, expected);
            SentencePair[] walked = Take(new PairWalk(store, Options, 4, new(epoch, 0), Window), expected.Count);
            Assert.Equal(expected.OrderBy(pair => pair.ToString()), walked.OrderBy(pair => pair.ToString()));
            Assert.NotEqual(expected, walked);
        }
    }

    [Fact]
    public void AWalkGoesOnFromAnyPlaceWithTheSamePairs()
    {
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(70, 12, 9));
        var straight = new PairWalk(store, Options, 4, default, Window);
        for (int i = 0; i < 500; i++)
        {
            var resumed = new PairWalk(store, Options, 4, straight.Position, Window);
            Assert.Equal(straight.Position, resumed.Position);
            Assert.Equal(straight.Current, resumed.Current);
            Assert.Equal(straight.Epochs, resumed.Epochs);
            straight.Advance();
        }

        Assert.InRange(straight.Epochs, 1, 10);
    }

    [Fact]
    public void EpochsRiseFromPairToPairAndSeedsDiffer()
    {
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(70, 12, 9));
        var walk = new PairWalk(store, Options, 4, default, Window);
        double before = -1;
        while (walk.Position.Epoch < 2)
        {
            Assert.InRange(walk.Epochs, before + 1e-9, 2);
            before = walk.Epochs;
            walk.Advance();
        }

        Assert.NotEqual(
            Take(new PairWalk(store, Options, 4, default, Window), 50),
            Take(new PairWalk(store, Options, 5, default, Window), 50));
    }

    [Fact]
    public void APlaceBehindTheEpochIsRefused()
    {
        using SentenceStore store = TinySentences.Store(TinySentences.Documents(20, 1, 9));
        var error = Assert.Throws<ClozeException>(() => new PairWalk(store, Options, 4, new(0, 20), Window));
        Assert.Equal("Training stopped at pair 20 of its data, which has 20 now.", error.Message);
        Assert.Equal("Resume with the data the training began with.", error.Hint);
    }

    private static PairOptions Options => new() { SequenceLength = 24 };

    private static SentencePair[] Take(PairWalk walk, int count)
    {
        var pairs = new SentencePair[count];
        for (int i = 0; i < count; i++)
        {
            pairs[i] = walk.Current;
            walk.Advance();
        }

        return pairs;
    }
}
