using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Training;

namespace Cloze.Cli.Rendering.Training;

/// <summary>The first line of <c>train --json</c>: what the run is about to do.</summary>
internal sealed record StartEvent(
    string Event,
    JsonElement Options,
    Recipe Recipe,
    long Parameters,
    CorpusSummary Corpus,
    EvaluationJson Baseline,
    int Step,
    TrainingMemory Memory,
    string Backend)
{
    public static StartEvent From(TrainingStart start) => new(
        "start",
        Json.Options(start.Options.Options),
        start.Options.Recipe,
        start.Parameters,
        start.Corpus,
        EvaluationJson.From(start.Baseline),
        start.Position.Step,
        start.Memory,
        start.Backend);
}
