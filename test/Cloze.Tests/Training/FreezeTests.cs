using Cloze.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>What is frozen keeps its bits through a run.</summary>
public class FreezeTests
{
    [Theory]
    [InlineData("embeddings")]
    [InlineData("layers:1")]
    public void TheFrozenPartKeepsItsBitsAndTheRestLearns(string text)
    {
        FrozenPart part = FrozenPart.TryParse(text)!.Value;
        using var run = new TinyRun();
        run.Run(run.Options(20) with { Freeze = part });

        var layout = new ParameterLayout(EncoderConfigFile.Load(run.Start), ModelOutputs.MaskedLanguageModel);
        float[] before = run.Weights(run.Start), after = run.Weights();
        int first = (int)part.Length(layout);
        Assert.Equal(before[..first], after[..first]);

        // The gradient of the key's bias is zero but for rounding.
        IEnumerable<ParameterSpec> learned = layout.Parameters.Where(
            parameter => parameter.Offset >= first && !parameter.Name.EndsWith("key.bias", StringComparison.Ordinal));
        Every.Item(learned, parameter => Assert.NotEqual(
            before.AsSpan((int)parameter.Offset, (int)parameter.Count).ToArray(),
            after.AsSpan((int)parameter.Offset, (int)parameter.Count).ToArray()));
    }

    [Theory]
    [InlineData(OptimizerKind.BertAdam, 0)]
    [InlineData(OptimizerKind.Lamb, 0)]
    [InlineData(OptimizerKind.Muon, 0)]
    [InlineData(OptimizerKind.Adamw, 3)]
    public void EveryOptimizerLeavesTheFrozenPart(OptimizerKind optimizer, int averaged)
    {
        using var run = new TinyRun();
        run.Run(run.Options(12) with
        {
            Freeze = FrozenPart.Embeddings,
            Optimizer = optimizer,
            AverageSteps = averaged,
        });
        var layout = new ParameterLayout(EncoderConfigFile.Load(run.Start), ModelOutputs.MaskedLanguageModel);
        int first = (int)FrozenPart.Embeddings.Length(layout);
        float[] before = run.Weights(run.Start), after = run.Weights();
        Assert.Equal(before[..first], after[..first]);
        Assert.NotEqual(before[first..], after[first..]);
    }

    [Fact]
    public void ARunWithAFrozenPartGoesOnWithTheSameBits()
    {
        using var straight = new TinyRun();
        straight.Run(straight.Options(20) with { Freeze = FrozenPart.Embeddings });
        using var parts = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 7) interruption.Cancel();
            },
        };
        parts.Run(
            parts.Options(20) with { Freeze = FrozenPart.Embeddings },
            observer,
            new Reference.ReferenceBackend(),
            interruption.Token);
        parts.Run(new TrainingOptions { Output = parts.Output, Resume = true });
        Assert.Equal(straight.Weights(), parts.Weights());
    }

    [Fact]
    public void MoreLayersThanThereAreAreNamed()
    {
        using var run = new TinyRun();
        ClozeException error = Assert.Throws<ClozeException>(
            () => run.Run(run.Options(1) with { Freeze = FrozenPart.FirstLayers(3) }));
        Assert.Equal($"`freeze` is layers:3, but the model in {run.Start} has 1 layers.", error.Message);
        Assert.Equal("Give `freeze` at most layers:1: then the head alone learns.", error.Hint);
    }

    [Fact]
    public void ANewModelHasNothingToFreeze()
    {
        ClozeException error = Assert.Throws<ClozeException>(
            () => new TrainingOptions { Freeze = FrozenPart.Embeddings }.Validate());
        Assert.Equal("`freeze` is for a model that is continued, but there is no `from`.", error.Message);
        new TrainingOptions { Freeze = FrozenPart.None }.Validate();
    }

    [Fact]
    public void NewPiecesAndAFrozenPartExcludeEachOther()
    {
        ClozeException error = Assert.Throws<ClozeException>(() => new TrainingOptions
        {
            From = "x",
            Freeze = FrozenPart.Embeddings,
            ExtendVocabulary = 5,
        }.Validate());
        Assert.Equal(
            "`extend_vocabulary` and `freeze` exclude each other: what is frozen could not learn the new words.",
            error.Message);
    }
}
