using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Tests.Models;
using Xunit;

namespace Cloze.Tests.Measurement;

public class ProductMeasurementTests
{
    private static readonly RepeatOptions s_once = new() { WarmUps = 0, WarmUpSeconds = 0, Fewest = 1, Seconds = 0 };

    public static TheoryData<string> Backends => TestBackends.All;

    [Theory]
    [MemberData(nameof(Backends))]
    public void EveryProductIsVerifiedAndTimed(string name)
    {
        using Backend backend = TestBackends.Create(name);
        var layer = new LinearLayer("odd", 37, 45, 83);
        foreach (LinearProduct product in Enum.GetValues<LinearProduct>())
        {
            ProductResult result = ProductMeasurement.Measure(backend, layer, product, s_once);
            Assert.Equal(2.0 * 37 * 45 * 83, result.Layer.Flops);
            Assert.Equal(result.Layer.Flops / result.Time.Median, result.FlopsPerSecond);
        }
    }

    [Fact]
    public void TheLayersOfAModelAreItsLinearFlopsAndTheLastEndsWithTheMaskedRows()
    {
        var config = new EncoderConfig
        {
            VocabularySize = 90,
            LayerCount = 1,
            HiddenSize = 32,
            AttentionHeadCount = 2,
            InnerSize = 64,
        };
        LinearLayer queryKeyValue = LinearLayer.Of(config, 10, 3)[0];
        double layers = queryKeyValue.Flops + LinearLayer.Of(config, 3, 3).Skip(1).Sum(layer => layer.Flops);
        double attention = 4.0 * 32 * 10 * 10, transform = 2.0 * 3 * 32 * 32;
        Assert.Equal(EncoderFlops.Forward(config, [0, 10], 3), layers + attention + transform);
    }

    [Fact]
    public void ThePeakIsPositiveOnEveryPath() =>
        Every.Item(InstructionSets.Available, set => Assert.True(FmaPeak.Measure(set, 1) > 1e8));
}
