namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Fill-mask inference of the base model: one full text, and 32 of ragged lengths.</summary>
internal sealed class InferenceSection : ISectionMeasurement
{
    private static readonly string[] s_single = ["--batch", "1", "--steps", "9"];

    public string Name => "inference";

    public IReadOnlyList<string> Notes =>
    [
        "Base, float32, 30,522 pieces. libtorch and ONNX Runtime pad and compute logits at every position; Cloze "
            + "computes them at 15 %, or, for comparison, at every position too. Cloze and libtorch also find the "
            + "likeliest word. The graph of ONNX Runtime has made-up weights and the arithmetic of a real model.",
    ];

    public IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options) =>
        Measure(contestants, options, "1 x 128", s_single, 1.5, 1.15)
            .Concat(Measure(
                contestants, options, "1 x 128, every position", [.. s_single, "--every-position"], 1.5, 1.15))
            .Concat(Measure(
                contestants, options, "32 ragged", ["--batch", "32", "--ragged", "--steps", "3"], 3, 2));

    private static IEnumerable<ReportRow> Measure(
        Contestants contestants,
        ReportOptions options,
        string what,
        string[] words,
        double torchRatio,
        double onnxRatio)
    {
        Target Target(double ratio) => new() { Share = 0.75, Ratio = ratio };
        string[] torch = ["--mode", "infer", "--presets", "base", .. words];
        return ModelRows.Measure(
            $"infer base, {what}",
            options,
            Contestants.Cloze(["infer", "--preset", "base", .. words]),
            [
                .. contestants.Torch(torch).Select(peer => (peer, Target(torchRatio))),
                .. contestants.Onnx("base", words).Select(peer => (peer, Target(onnxRatio))),
            ]);
    }
}
