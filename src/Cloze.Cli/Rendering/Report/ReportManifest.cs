using Cloze.Training;

namespace Cloze.Cli.Rendering.Report;

/// <summary>The manifest as the page shows it.</summary>
internal sealed record ReportManifest(
    string Version,
    string Runtime,
    string System,
    string Backend,
    string ConfigurationHash,
    string TrainingHash,
    string HeldOutHash,
    string VocabularyHash,
    string? TokenizerHash,
    string MaskHash,
    RunModel Model,
    CorpusSummary Corpus,
    double BaselineLoss,
    double BaselineAccuracy)
{
    public static ReportManifest Of(RunManifest manifest) => new(
        manifest.Version,
        manifest.Runtime,
        manifest.System,
        manifest.Backend,
        manifest.ConfigurationHash,
        manifest.TrainingHash,
        manifest.HeldOutHash,
        manifest.VocabularyHash,
        manifest.TokenizerHash,
        manifest.MaskHash,
        manifest.Model,
        manifest.Corpus,
        manifest.Baseline.Loss,
        manifest.Baseline.Top1Accuracy);
}
