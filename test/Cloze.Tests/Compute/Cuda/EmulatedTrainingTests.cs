using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Training;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Whole runs of <c>train</c> on an emulated device: both layouts, and what recipes and stops bring.</summary>
[Trait("Slow", "Emulated")]
public sealed class EmulatedTrainingTests
{
    private const int Steps = 6;
    private const int Stop = 3;

    public static TheoryData<string> Recipes => ["bert", "modern", "parts", "phases", "muon", "lamb"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void A_run_learns_what_the_processor_learns_and_a_stop_changes_no_bit(string recipe)
    {
        using TinyRun straight = StartOf(recipe), parts = StartOf(recipe), processor = StartOf(recipe);
        TrainingResult whole = Play(straight, OptionsOf(recipe, straight));
        TrainingResult expected = processor.Run(OptionsOf(recipe, processor));
        Assert.Equal(expected.Evaluation!.Loss, whole.Evaluation!.Loss, 0.05);
        Assert.Equal(expected.Position.Tokens, whole.Position.Tokens);
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == Stop) interruption.Cancel();
            },
        };

        TrainingResult first = Play(parts, OptionsOf(recipe, parts), observer, interruption.Token);
        TrainingResult second = Play(parts, new TrainingOptions { Output = parts.Output, Resume = true });

        Assert.True(first.IsInterrupted);
        Assert.Equal(Stop, first.Position.Step);
        Assert.False(second.IsInterrupted);
        CheckpointContent.AssertSame(straight, parts);
        Assert.Equal(straight.Weights(), parts.Weights());
    }

    private static TinyRun StartOf(string recipe) => new(config => recipe switch
    {
        "modern" or "phases" or "muon" => Modern(config with { LayerCount = 2 }),
        "parts" => config with { LayerCount = 2 },
        _ => config,
    });

    // A window that hides most of a sequence of twelve tokens.
    private static EncoderConfig Modern(EncoderConfig config)
    {
        EncoderConfig modern = ModelFamilies.Modern(config);
        return modern with { PreNorm = modern.PreNorm! with { LocalAttention = 4 } };
    }

    private static TrainingOptions OptionsOf(string recipe, TinyRun run)
    {
        TrainingOptions options = run.Options(Steps) with { Evaluations = 1 };
        return recipe switch
        {
            "parts" => options with { Accumulation = 2, Freeze = FrozenPart.FirstLayers(1), AverageSteps = 3 },
            "phases" => options with { Phases = SequencePhases.TryParse("8:0.5,16:0.5") },
            "muon" => options with { Optimizer = OptimizerKind.Muon, AverageSteps = 3 },
            "lamb" => options with { Optimizer = OptimizerKind.Lamb },
            _ => options,
        };
    }

    private static TrainingResult Play(
        TinyRun run,
        TrainingOptions options,
        ITrainingObserver? observer = null,
        CancellationToken cancellation = default)
    {
        using var device = new EmulatedDevice(TensorElement.BFloat16);
        return run.Run(options, observer, device.Backend, cancellation);
    }
}
