using Cloze.Cli.Rendering;
using Cloze.Inference;
using Cloze.Tests.Models;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>The formulas are those of the model at hand.</summary>
public sealed class ExplainedStepsTests
{
    [Fact]
    public void BertHasOneFormulaForAllLayers()
    {
        var layout = new ExplainedLayout { Windows = [null, null] };
        Assert.Empty(ExplainedSteps.OfEmbeddings(layout));
        Assert.Equal(
            ["a = LayerNorm(x + Wo attention(x)); y = LayerNorm(a + W2 gelu(W1 a))"], ExplainedSteps.OfLayers(layout));
    }

    [Fact]
    public void RobertasPositionsCountFromBehindThePadding() => Assert.Equal(
        ["positions count from 2: the rows before are kept for padding"],
        ExplainedSteps.OfEmbeddings(new ExplainedLayout { FirstPosition = 2 }));

    [Theory]
    [InlineData("layer 2 sees 32 tokens to each side, the others all", null, 32, null)]
    [InlineData("layers 2, 3 see 32 tokens to each side, the others all", null, 32, 32)]
    [InlineData(null, null, null, null)]
    public void TheLayoutOfTodayTellsOfItsFirstLayerItsAnglesAndItsFinalNorm(string? windows, params int?[] seen)
    {
        var layout = new ExplainedLayout { NormsFirst = true, Windows = seen };
        Assert.Equal(
            ["no table of positions: the layers turn queries and keys by angles for their places"],
            ExplainedSteps.OfEmbeddings(layout));
        string?[] lines =
        [
            "a = x + Wo attention(LayerNorm(x)), in layer 1 a = x + Wo attention(x)",
            "y = a + W2 (gelu(W1 n) * W3 n), where n = LayerNorm(a)",
            "attention: queries and keys are turned by angles for their places (rotary positions)",
            windows,
            "the y of layer 3 is shown after the final norm, as the head reads it",
        ];
        Assert.Equal(lines.OfType<string>(), ExplainedSteps.OfLayers(layout));
    }

    [Fact]
    public async Task TheVerbShowsThem()
    {
        using var run = new TinyRun(config => FamilyModels.Of("modernbert", config));
        CliRun modern = await CliRun.Of("explain", run.Start, "the cat sees a tree", "--mask", "cat");
        Assert.Contains("in layer 1 a = x + Wo attention(x)", modern.Output);
        Assert.Contains("  LayerNorm(layer 1) ", modern.Output);
        using var other = new TinyRun(config => FamilyModels.Of("roberta", config));
        CliRun roberta = await CliRun.Of("explain", other.Start, "the cat sees a tree", "--mask", "cat");
        Assert.Contains("  positions count from 1: ", roberta.Output);
        Assert.Contains("  position[3] ", roberta.Output);
    }
}
