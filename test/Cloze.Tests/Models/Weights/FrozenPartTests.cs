using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

public class FrozenPartTests
{
    [Theory]
    [InlineData("none", true, 0)]
    [InlineData("embeddings", false, 0)]
    [InlineData("layers:6", false, 6)]
    public void ItIsWrittenAndReadInAWord(string text, bool isNone, int layers)
    {
        FrozenPart part = FrozenPart.TryParse(text)!.Value;
        Assert.Equal((isNone, layers, text), (part.IsNone, part.Layers, part.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("layers")]
    [InlineData("layers:0")]
    [InlineData("layers:-1")]
    [InlineData("layers: 2")]
    [InlineData("embedding")]
    public void AnotherWordIsNone(string text) => Assert.Null(FrozenPart.TryParse(text));

    [Fact]
    public void ItIsABeginningOfTheParameters()
    {
        var layout = new ParameterLayout(TinyModel.Config, ModelOutputs.PreTraining);
        Assert.Equal(0, FrozenPart.None.Length(layout));
        Assert.Equal(
            layout["bert.encoder.layer.0.attention.self.query.weight"].Offset, FrozenPart.Embeddings.Length(layout));
        Assert.Equal(
            layout["bert.encoder.layer.1.attention.self.query.weight"].Offset,
            FrozenPart.FirstLayers(1).Length(layout));
        Assert.Equal(layout["bert.pooler.dense.weight"].Offset, FrozenPart.FirstLayers(2).Length(layout));
    }
}
