using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class BatchPlanTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Without_warm_up_every_step_is_whole(double spent) =>
        Assert.Equal(new StepSize(4, 2048), new BatchPlan(2048, 4, 128, 0).At(spent));

    [Theory]
    [InlineData(0, 1, 1024)]
    [InlineData(0.1, 3, 1536)]
    [InlineData(0.15, 4, 1600)]
    [InlineData(0.2, 4, 2048)]
    [InlineData(0.9, 4, 2048)]
    public void With_warm_up_a_step_grows_from_an_eighth(double spent, int batches, int tokens) =>
        Assert.Equal(new StepSize(batches, tokens), new BatchPlan(2048, 4, 128, 0.2f).At(spent));

    [Fact]
    public void The_smallest_step_holds_the_longest_sequence() =>
        Assert.Equal(new StepSize(1, 512), new BatchPlan(1024, 1, 512, 0.5f).At(0));

    [Fact]
    public void A_step_never_shrinks_nor_leaves_its_room()
    {
        var plan = new BatchPlan(1000, 7, 128, 0.3f);
        int before = 0;
        for (double spent = 0; spent <= 1; spent += 0.001)
        {
            StepSize size = plan.At(spent);
            Assert.InRange(size.Batches, 1, 7);
            Assert.InRange(size.Tokens, 128, 1000);
            Assert.True(size.Batches * size.Tokens >= before - size.Batches, "A step is smaller than the one before.");
            before = size.Batches * size.Tokens;
        }
    }
}
