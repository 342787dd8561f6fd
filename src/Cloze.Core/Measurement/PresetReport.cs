using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>How fast a size of model trains, and what that means for a corpus.</summary>
/// <param name="Preset">The size of the model.</param>
/// <param name="Step">A training step with the preset's recipe, full sequences.</param>
/// <param name="ShareOfPeak">Useful operations as a share of the peak measured beside.</param>
/// <param name="EpochSeconds">Time of one pass over the corpus; null without a corpus.</param>
/// <param name="EpochsInTenMinutes">Passes over the corpus in the default budget; null without a corpus.</param>
public sealed record PresetReport(
    Preset Preset, WorkloadResult Step, double ShareOfPeak, double? EpochSeconds, double? EpochsInTenMinutes)
{
    private const double TenMinutes = 600;

    /// <summary>Tokens that a training of ten minutes sees, the preparation of the corpus not counted.</summary>
    public double TokensInTenMinutes => TenMinutes * Step.TokensPerSecond;

    /// <summary>Seconds that a million tokens take.</summary>
    public double SecondsPerMillionTokens => 1e6 / Step.TokensPerSecond;

    internal static PresetReport From(Preset preset, WorkloadResult step, double peak, CorpusEstimate? corpus)
    {
        double? epoch = corpus is null ? null : corpus.Tokens / step.TokensPerSecond;
        return new PresetReport(preset, step, step.FlopsPerSecond / peak, epoch, TenMinutes / epoch);
    }
}
