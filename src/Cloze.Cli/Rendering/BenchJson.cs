using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze bench --json</c> prints; times are in seconds, medians of the repeats.</summary>
internal sealed record BenchJson(
    MachineDescription Machine,
    int Threads,
    double PeakGflops,
    IReadOnlyList<BenchProduct> Products,
    CorpusEstimate? Corpus,
    IReadOnlyList<BenchPreset> Presets)
{
    public static BenchJson From(EngineReport report) => new(
        report.Machine,
        report.Threads,
        report.Peak / 1e9,
        [.. report.Products.Select(product => BenchProduct.From(product, report.Peak))],
        report.Corpus,
        [.. report.Presets.Select(BenchPreset.From)]);
}

/// <summary>A matrix product of a preset's inner linear layer.</summary>
internal sealed record BenchProduct(
    string Preset,
    LinearProduct Product,
    int Tokens,
    int Inputs,
    int Outputs,
    double Seconds,
    int Repeats,
    double Gflops,
    double ShareOfPeak)
{
    public static BenchProduct From(ProductResult result, double peak) => new(
        result.Layer.Name,
        result.Product,
        result.Layer.Tokens,
        result.Layer.Inputs,
        result.Layer.Outputs,
        result.Time.Median,
        result.Time.Repeats,
        result.FlopsPerSecond / 1e9,
        result.FlopsPerSecond / peak);
}

/// <summary>The training of one preset.</summary>
internal sealed record BenchPreset(
    Preset Preset,
    int StepTokens,
    double StepSeconds,
    double Spread,
    int Repeats,
    double TokensPerSecond,
    double Gflops,
    double ShareOfPeak,
    long MemoryBytes,
    double SecondsPerMillionTokens,
    double TokensInTenMinutes,
    double? EpochSeconds,
    double? EpochsInTenMinutes)
{
    public static BenchPreset From(PresetReport report) => new(
        report.Preset,
        report.Step.Tokens,
        report.Step.Time.Median,
        report.Step.Time.Spread,
        report.Step.Time.Repeats,
        report.Step.TokensPerSecond,
        report.Step.FlopsPerSecond / 1e9,
        report.ShareOfPeak,
        report.Step.ProcessBytes,
        report.SecondsPerMillionTokens,
        report.TokensInTenMinutes,
        report.EpochSeconds,
        report.EpochsInTenMinutes);
}
