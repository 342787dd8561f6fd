using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Training;

namespace Cloze.Cli.Rendering.Report;

/// <summary>What the page's script reads: the run and its name.</summary>
internal sealed record ReportData(
    string Name,
    JsonElement Options,
    ReportManifest Manifest,
    IReadOnlyList<RunStart> Starts,
    IReadOnlyList<RunStep> Steps,
    IReadOnlyList<RunEvaluation> Evaluations)
{
    public static ReportData Of(string name, RunHistory history) => new(
        name,
        Json.Options(history.Manifest.Options),
        ReportManifest.Of(history.Manifest),
        history.Starts,
        history.Steps,
        history.Evaluations);
}
