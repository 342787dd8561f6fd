using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>What a <see cref="TrainingTrial"/> trains, and how.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Preset">The model's sizes and layout.</param>
/// <param name="Recipe">The optimizer, its rate, the batches of a step.</param>
/// <param name="Dropout">Dropout everywhere.</param>
/// <param name="Sequences">Sequences of a batch.</param>
internal sealed record TrialPlan(string Name, Preset Preset, Recipe Recipe, float Dropout = 0.1f, int Sequences = 16)
{
    private const float Rate = 1e-3f;

    /// <summary>Every optimizer and both layouts.</summary>
    public static IReadOnlyList<TrialPlan> All { get; } =
    [
        new("tiny", Preset.Tiny, new Recipe { LearningRate = Rate }),
        new("tiny-modern", Preset.TinyModern, new Recipe { LearningRate = Rate }),
        new("tiny, two batches a step, LAMB", Preset.Tiny, LambOf(Rate) with { Accumulation = 2 }),
        new("tiny-modern, Muon, averages", Preset.TinyModern, MuonOf(Rate) with { AverageSteps = 8 }),
    ];

    private static Recipe LambOf(float rate) => new Recipe { LearningRate = 4 * rate }.For(OptimizerKind.Lamb);

    private static Recipe MuonOf(float rate) => new Recipe { LearningRate = rate }.For(OptimizerKind.Muon);
}
