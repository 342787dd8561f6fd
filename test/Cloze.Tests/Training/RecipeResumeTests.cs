using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Every recipe goes on after an interruption with the same bits, what is averaged among them.</summary>
public sealed class RecipeResumeTests
{
    private const int Steps = 24;
    private const int Stop = 11;

    public static TheoryData<string> Recipes =>
        ["adamw", "bert-adam", "lamb", "muon", "grown", "epochs", "wsd", "sampled"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Interrupted_and_resumed_it_has_the_same_bits(string recipe)
    {
        using TinyRun straight = Create(recipe);
        straight.Run(Of(recipe, straight));
        using TinyRun parts = Create(recipe);
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == Stop) interruption.Cancel();
            },
        };

        TrainingResult first = parts.Run(
            Of(recipe, parts), observer, new ReferenceBackend(), interruption.Token);
        TrainingResult second = parts.Run(new TrainingOptions { Output = parts.Output, Resume = true });

        Assert.True(first.IsInterrupted);
        Assert.Equal(Stop, first.Position.Step);
        Assert.False(second.IsInterrupted);
        Assert.Contains(
            CheckpointContent.Of(parts).Keys, name => name.StartsWith("average.", StringComparison.Ordinal));
        CheckpointContent.AssertSame(straight, parts);
        Assert.Equal(straight.Weights(), parts.Weights());
    }

    [Fact]
    public void A_sample_of_the_vocabulary_learns_other_weights()
    {
        using TinyRun all = Create("sampled"), sampled = Create("sampled");
        all.Run(all.Options(Steps));
        sampled.Run(sampled.Options(Steps) with { SampledPieces = 20 });

        Assert.NotEqual(all.Weights(), sampled.Weights());
    }

    // A sample needs a vocabulary of which the batches hold the smaller part.
    private static TinyRun Create(string recipe) =>
        new(recipe == "sampled" ? config => config with { VocabularySize = 300 } : null);

    private static TrainingOptions Of(string recipe, TinyRun run)
    {
        TrainingOptions options = run.Options(Steps) with { AverageSteps = 5 };
        return recipe switch
        {
            "grown" => options with { Accumulation = 3, BatchWarmup = 0.5f },
            "epochs" => options with { Steps = null, Epochs = 1.5, Beta2HalfLife = 500 },
            "sampled" => options with { SampledPieces = 20 },
            "wsd" => options with { Schedule = ScheduleKind.Wsd, Cooldown = 0.3f, Beta1 = 0.8, Epsilon = 1e-5f },
            _ => options with { Optimizer = Kind(recipe) },
        };
    }

    private static OptimizerKind Kind(string name) =>
        (OptimizerKind)new ChoiceKind<OptimizerKind>().Parse([name])!;
}
