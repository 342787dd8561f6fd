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
        TrainingBatches batches = Open(store);
        TokenBatch batch = batches.CreateBatch(100);
        var came = new Dictionary<string, int>();
        while (batches.Position.Epoch < 3)
        {
            batches.Fill(batch);
            for (int i = 0; i < batch.SequenceCount; i++)
            {
                string ids = string.Join(' ', Row.Of(batch, i).Unmasked());
                came[ids] = came.GetValueOrDefault(ids) + 1;
            }
        }

        // What waits has come, and is in no batch yet; turns of the fourth epoch may have come.
        long turns = came.Values.Sum() + batches.Position.Waiting.Count;
        Assert.Equal((3 * store.Count) + batches.Position.Place, turns);
        IEnumerable<string> expected = Enumerable.Range(0, (int)store.Count).Select(
            i => string.Join(' ', TinyCorpus.Read(store, i)));
        Assert.Equal(expected.Distinct().Order(), came.Keys.Order());
    }

    [Fact]
    public void MasksDependOnNothingButSeedEpochAndSequence()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(50, 60), length: 32);
        Dictionary<string, Row> small = FirstEpoch(store, batchTokens: 40);
        Dictionary<string, Row> large = FirstEpoch(store, batchTokens: 700);
        Assert.Equal(store.Count, small.Count);
        foreach ((string ids, Row row) in small)
        {
            Assert.Equal(row.Ids, large[ids].Ids);
            Assert.Equal(row.Positions, large[ids].Positions);
        }
    }

    [Fact]
    public void MasksChangeFromEpochToEpochAndSeedToSeed()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(1, 60), length: 64);
        Row[] rows = Rows(store, batchTokens: 128);
        Row other = Rows(store, batchTokens: 128, seed: 12)[0];
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
    public void ABatchIsFilledToTheBrim(double rate)
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(300, 60), length: 32);
        TrainingBatches batches = Open(store, rate: rate);
        TokenBatch batch = batches.CreateBatch(300);
        for (int step = 0; step < 100; step++)
        {
            batches.Fill(batch);
            Assert.InRange(batch.TokenCount, 297, 300);
            Assert.True(batch.MaskedCount > 0);
        }
    }

    [Fact]
    public void NoSequenceWaitsLongerThanAsManyBatchesAsMayWait()
    {
        // Two lengths that never fill a batch of 32 to the brim: 20 and 9 leave three tokens.
        using TokenStore store = TinyCorpus.Store(
            Enumerable.Range(0, 200).Select(i => string.Join(' ', Enumerable.Repeat(5 + i, i % 2 == 0 ? 18 : 7))),
            length: 32);
        TrainingBatches batches = Open(store);
        TokenBatch batch = batches.CreateBatch(32);
        for (int step = 0; step < 500; step++)
        {
            SequenceTurn oldest = batches.Position.Waiting.Count > 0 ? batches.Position.Waiting[0] : default;
            batches.Fill(batch);
            Assert.DoesNotContain(oldest, batches.Position.Waiting.ToArray());
        }
    }

    [Fact]
    public void TheSequencesOfABatchAreKnownByThePositionsRoundIt()
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(30, 60), length: 32);
        TrainingBatches batches = Open(store);
        TokenBatch batch = batches.CreateBatch(200);
        for (int step = 0; step < 20; step++)
        {
            BatchPosition begin = batches.Position;
            batches.Fill(batch);
            IEnumerable<string> expected = Enumerable.Range(0, batch.SequenceCount)
                .Select(i => string.Join(' ', Row.Of(batch, i).Unmasked()));
            Assert.Equal(
                expected.Order(),
                batches.Between(begin, batches.Position)
                    .Select(sequence => string.Join(' ', TinyCorpus.Read(store, sequence))).Order());
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
        Assert.Equal(33, batches.Epochs);
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
    public void AWaitingTurnOutsideTheDataIsAClearError()
    {
        using TokenStore store = TinyCorpus.Store(["7", "8"], length: 32);
        var position = new BatchPosition(1, 0, WaitingTurns.Of([new SequenceTurn(0, 5)]));
        Assert.Contains("sequence 5", Assert.Throws<ClozeException>(() => Open(store, position)).Message);
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

    private static Row[] Rows(TokenStore store, int batchTokens, ulong seed = Seed)
    {
        var batches = new TrainingBatches(store, TinyCorpus.Pieces(), new MaskingOptions(), seed);
        TokenBatch batch = batches.CreateBatch(batchTokens);
        batches.Fill(batch);
        return [.. Enumerable.Range(0, batch.SequenceCount).Select(i => Row.Of(batch, i))];
    }

    /// <summary>The rows of the first epoch by their ids: of each sequence the first that comes.</summary>
    private static Dictionary<string, Row> FirstEpoch(TokenStore store, int batchTokens)
    {
        TrainingBatches batches = Open(store);
        TokenBatch batch = batches.CreateBatch(batchTokens);
        var rows = new Dictionary<string, Row>();
        while (rows.Count < store.Count)
        {
            batches.Fill(batch);
            foreach (int i in Enumerable.Range(0, batch.SequenceCount))
            {
                var row = Row.Of(batch, i);
                rows.TryAdd(string.Join(' ', row.Unmasked()), row);
            }
        }

        return rows;
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
