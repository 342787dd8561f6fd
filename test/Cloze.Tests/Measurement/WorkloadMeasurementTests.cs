using Cloze.Compute;
using Cloze.Measurement;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Measurement;

public class WorkloadMeasurementTests
{
    private static readonly WorkloadOptions s_small = new()
    {
        Config = new EncoderConfig
        {
            VocabularySize = 300,
            LayerCount = 1,
            HiddenSize = 32,
            AttentionHeadCount = 2,
            InnerSize = 64,
            MaximumPositions = 32,
        },
        Lengths = [20, 9, 32],
        Threads = 2,
        Repeats = new RepeatOptions { WarmUps = 1, WarmUpSeconds = 0, Fewest = 8, Seconds = 0 },
    };

    [Fact]
    public void AStepIsMeasuredOnRealTokensAndAllocatesNothing()
    {
        WorkloadResult result = StepMeasurement.Measure(s_small);
        Assert.Equal(61, result.Tokens);
        Assert.Equal(8, result.Time.Repeats);
        Assert.Equal(EncoderFlops.TrainingStep(s_small.Config, [0, 20, 29, 61], 9), result.Flops);
        Assert.Equal(61 / result.Time.Median, result.TokensPerSecond);
        Assert.Equal(0, result.AllocatedBytes);
        Assert.True(result.ProcessBytes > 0);
    }

    [Fact]
    public void TheProfileIsOfOneStep()
    {
        Assert.Empty(StepMeasurement.Measure(s_small).Profile);
        IReadOnlyList<OperationProfile> profile = StepMeasurement.Measure(s_small with { Profile = true }).Profile;
        Assert.Equal(1, Assert.Single(profile, operation => operation.Operation == "Attention").Calls);
        Every.Item(profile, operation => Assert.True(operation.Seconds > 0));
    }

    [Theory]
    [InlineData(false, 9)]
    [InlineData(true, 61)]
    public void InferenceCountsTheRowsItPredicts(bool everyPosition, int rows)
    {
        WorkloadResult result = InferenceMeasurement.Measure(s_small, everyPosition);
        Assert.Equal(EncoderFlops.Forward(s_small.Config, [0, 20, 29, 61], rows), result.Flops);
        Assert.Equal(result.Flops / result.Time.Median, result.FlopsPerSecond);
        Assert.Equal(0, result.AllocatedBytes);
    }

    [Fact]
    public void APresetHasRoomForItsBatch()
    {
        WorkloadOptions options = WorkloadOptions.For(Cloze.Training.Preset.Mini, [600, 10], 1000, 0.1f);
        EncoderConfig config = options.Config;
        Assert.Equal((256, 600, 1000), (config.HiddenSize, config.MaximumPositions, config.VocabularySize));
        Assert.Equal(0.1f, config.AttentionDropout);
    }

    [Fact]
    public void RaggedLengthsFollowTheirFormula()
    {
        Assert.Equal([8 + 1, 8 + 16, 8 + 46, 8 + 91], BatchLengths.Ragged(4, 128).AsEnumerable());
        Assert.Equal([128, 128], BatchLengths.Full(2, 128).AsEnumerable());
    }

    [Fact]
    public void TheSamplesMasksAreSpreadOverTheWholeBatch()
    {
        TokenBatch batch = SampleBatch.Create(BatchLengths.Full(4, 100), 50, 0.15);
        Assert.Equal(60, batch.MaskedCount);
        for (int s = 0; s < 4; s++)
        {
            Assert.Equal(15, batch.MaskedRows.ToArray().Count(row => row / 100 == s));
        }

        Every.Item(batch.Ids.ToArray(), id => Assert.InRange(id, 5, 49));
        Assert.Equal(1, SampleBatch.Create([2], 50, 0.15).MaskedCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(101)]
    public void TheLikeliestWordIsTheFirstGreatest(int count)
    {
        float[] values = new float[count];
        for (int place = 0; place < count; place++)
        {
            Array.Fill(values, -2);
            values[place] = values[^1] = -1;
            Assert.Equal(place, LikeliestWords.IndexOfGreatest(values));
        }
    }

    [Theory]
    [InlineData(1, 1.2)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    public void AWrongResultIsNoFigure(double expected, double actual)
    {
        var error = Assert.Throws<ClozeException>(() => Verification.Near("a value", expected, actual, 0.1));
        Assert.Contains("computes wrongly", error.Message);
        Assert.Contains("CLOZE_INSTRUCTION_SET=portable", error.Hint);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, double.NaN)]
    public void ALossThatDoesNotFallIsNoFigure(double first, double last)
    {
        var error = Assert.Throws<ClozeException>(() => Verification.Falls("the loss", first, last));
        Assert.Contains("expected to fall", error.Message);
    }
}
