using Cloze.Kernels;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Training steps of the four presets, all texts full or of ragged lengths.</summary>
internal sealed class TrainingSection(bool ragged) : ISectionMeasurement
{
    private static readonly (string Preset, int Steps, double Share, double Ratio)[] s_presets =
        [("tiny", 5, 0.5, 10), ("mini", 3, 0.62, 4.5), ("small", 3, 0.7, 2.8), ("base", 3, 0.75, BaseRatio)];

    // On base libtorch reaches a larger share of the peak with AVX-512 than with AVX2.
    private static double BaseRatio => InstructionSets.Default == InstructionSet.Avx512 ? 1.8 : 2.4;

    public string Name => ragged ? "ragged" : "training";

    public IReadOnlyList<string> Notes =>
    [
        "Forward, loss, backward, clipping and AdamW in float32, dropout 0.1, 30,522 pieces, 15 % masked, batches of "
            + (ragged ? "32, 32, 16 and 8 texts of 8 to 127 tokens." : "32, 32, 16 and 8 texts of 128 tokens."),
        "libtorch pads to the longest text and computes logits at every position; Cloze packs the texts and computes "
            + "logits at the masked positions. Useful operations are counted for what Cloze computes, for both.",
    ];

    public IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options) =>
        from preset in s_presets
        let target = new Target { Share = preset.Share, Ratio = ragged ? 2 * preset.Ratio : preset.Ratio }
        from row in Measure(contestants, options, preset.Preset, preset.Steps, target)
        select row;

    private IEnumerable<ReportRow> Measure(
        Contestants contestants, ReportOptions options, string preset, int steps, Target target)
    {
        string[] flag = ragged ? ["--ragged"] : [];
        string[] words = ["--mode", "train", "--presets", preset, "--steps", $"{steps}", .. flag];
        return ModelRows.Measure(
            $"train {preset}{(ragged ? ", ragged" : "")}",
            options,
            Contestants.Cloze(["train", "--preset", preset, "--steps", $"{steps}", .. flag]),
            [.. contestants.Torch(words).Select(peer => (peer, target))]);
    }
}
