using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>With what a run goes on whose record is older than an option.</summary>
public sealed class ResumeRulesTests
{
    [Theory]
    [InlineData(Preset.TinyModern, "cpu")]
    [InlineData(Preset.Tiny, "cpu")]
    [InlineData(Preset.TinyModern, "cuda")]
    public void A_run_older_than_samples_of_the_vocabulary_goes_on_without(Preset preset, string device)
    {
        CheckpointState state = Older(new TrainingOptions { Preset = preset, Device = device, Steps = 9 });

        TrainingOptions merged = ResumeRules.Merge(new TrainingOptions { Resume = true }, state);

        Assert.Equal(0, merged.SampledPieces);
        Assert.Equal(0, EffectiveOptions.Resolve(merged).Recipe.SampledPieces);
        var error = Assert.Throws<ClozeException>(
            () => ResumeRules.Merge(new TrainingOptions { Resume = true, SampledPieces = 64 }, state));
        Assert.Equal(
            "The run was started with `sampled_pieces` 0, now `sampled_pieces` 64 is asked for.", error.Message);
    }

    // Nothing but the options is looked at.
    private static CheckpointState Older(TrainingOptions options) => new()
    {
        Options = EffectiveOptions.Resolve(options).Options with { SampledPieces = null },
        Corpus = null!,
        Baseline = null!,
        Training = null!,
        HeldOut = null!,
    };
}
