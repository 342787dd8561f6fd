using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Data;

public class TrainingBatchesTests
{
    private const ulong Seed = 11;

    [Fact]
    public void EverySequenceComesOnceAnEpochWithoutPaddingOrLoss()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(200, 60), length: 32);
        var epochs = new List<string>[] { [], [], [] };
        foreach ((uint epoch, Row row) in Rows(store, batchTokens: 100).Take(3 * store.Count))
        {
            epochs[epoch].Add(string.Join(' ', row.Unmasked()));
        }

        string[] expected = [.. Enumerable.Range(0, store.Count).Select(
            i => string.Join(' ', TinyCorpus.Read(store, i)))];
        foreach (List<string> epoch in epochs) Assert.Equal(expected.Order(), epoch.Order());
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(expected, epochs[0]);
    }

    [Fact]
    public void MasksDependOnNothingButSeedEpochAndSequence()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(50, 60), length: 32);
        Row[] small = [.. Rows(store, batchTokens: 40).Take(150).Select(row => row.Row)];
        Row[] large = [.. Rows(store, batchTokens: 700).Take(150).Select(row => row.Row)];
        for (int i = 0; i < small.Length; i++)
        {
            Assert.Equal(small[i].Ids, large[i].Ids);
            Assert.Equal(small[i].Positions, large[i].Positions);
            Assert.Equal(small[i].Labels, large[i].Labels);
        }
    }

    [Fact]
    public void MasksChangeFromEpochToEpochAndSeedToSeed()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(1, 60), length: 64);
        Row[] rows = [.. Rows(store, batchTokens: 64).Take(2).Select(row => row.Row)];
        Row other = Rows(store, batchTokens: 64, seed: 12).First().Row;
        Assert.NotEqual(rows[0].Positions, rows[1].Positions);
        Assert.NotEqual(rows[0].Positions, other.Positions);
    }

    [Fact]
    public void ResumptionGivesTheSameBatches()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(30, 60), length: 32);
        TrainingBatches straight = Open(store);
        TokenBatch first = straight.CreateBatch(200), second = straight.CreateBatch(200);
        for (int step = 0; step < 40; step++)
        {
            TrainingBatches resumed = Open(store, straight.Position);
            straight.Fill(first);
            resumed.Fill(second);
            Assert.Equal(first.Ids, second.Ids);
            Assert.Equal(first.Starts, second.Starts);
            Assert.Equal(first.MaskedRows, second.MaskedRows);
            Assert.Equal(first.Labels, second.Labels);
            Assert.Equal(straight.Position, resumed.Position);
        }

        Assert.True(straight.Position.Epoch > 2);
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(1)]
    public void ABatchIsFilledUntilTheNextSequenceDoesNotFit(double rate)
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(300, 60), length: 32);
        TrainingBatches batches = Open(store, rate: rate);
        TokenBatch batch = batches.CreateBatch(300);
        for (int step = 0; step < 100; step++)
        {
            batches.Fill(batch);
            Assert.InRange(batch.TokenCount, 300 - 31, 300);
            Assert.True(batch.MaskedCount > 0);
        }
    }

    [Fact]
    public void OneTinySequenceFillsABatchByItself()
    {
        using TokenStore store = TinyCorpus.Store(["7"], length: 8);
        TrainingBatches batches = Open(store);
        TokenBatch batch = batches.CreateBatch(100);
        batches.Fill(batch);
        Assert.Equal(33, batch.SequenceCount);
        Assert.Equal(33, batch.MaskedCount);
        Assert.Equal(new BatchPosition(33, 0), batches.Position);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(300, 60), length: 32);
        TrainingBatches batches = Open(store);
        TokenBatch batch = batches.CreateBatch(300);
        for (int step = 0; step < 50; step++) batches.Fill(batch);
        long allocated = SteadyAllocation.Of(() =>
        {
            for (int step = 0; step < 50; step++) batches.Fill(batch);
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void ABatchBelowTheLongestSequenceIsAClearError()
    {
        using TokenStore store = TinyCorpus.Store(["7"], length: 32);
        Assert.Contains("31 tokens", Assert.Throws<ClozeException>(() => Open(store).CreateBatch(31)).Message);
    }

    [Fact]
    public void APositionOutsideTheDataIsAClearError()
    {
        using TokenStore store = TinyCorpus.Store(["7", "8"], length: 32);
        var error = Assert.Throws<ClozeException>(() => Open(store, new BatchPosition(0, 2)));
        Assert.Contains("sequence 2", error.Message);
    }

    private static TrainingBatches Open(TokenStore store, BatchPosition start = default, double rate = 0.15) =>
        new(store, TinyCorpus.Pieces(), new MaskingOptions { MaskRate = rate }, Seed, start);

    private static IEnumerable<(uint Epoch, Row Row)> Rows(TokenStore store, int batchTokens, ulong seed = Seed)
    {
        var batches = new TrainingBatches(store, TinyCorpus.Pieces(), new MaskingOptions(), seed);
        TokenBatch batch = batches.CreateBatch(batchTokens);
        for (int row = 0; ;)
        {
            batches.Fill(batch);
            for (int i = 0; i < batch.SequenceCount; i++) yield return ((uint)(row++ / store.Count), Row.Of(batch, i));
        }
    }

    private sealed record Row(int[] Ids, int[] Positions, int[] Labels)
    {
        public static Row Of(TokenBatch batch, int sequence)
        {
            int start = batch.Starts[sequence], end = batch.Starts[sequence + 1];
            int[] rows = batch.MaskedRows.ToArray();
            int[] chosen = [.. Enumerable.Range(0, rows.Length).Where(m => rows[m] >= start && rows[m] < end)];
            int[] labels = batch.Labels.ToArray();
            Assert.Equal(Enumerable.Range(0, end - start), batch.Positions[start..end].ToArray());
            return new Row(
                batch.Ids[start..end].ToArray(),
                [.. chosen.Select(m => rows[m] - start)],
                [.. chosen.Select(m => labels[m])]);
        }

        public int[] Unmasked()
        {
            int[] ids = [.. Ids];
            for (int m = 0; m < Positions.Length; m++) ids[Positions[m]] = Labels[m];
            return ids;
        }
    }
}
