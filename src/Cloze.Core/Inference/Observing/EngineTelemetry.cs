using System.Diagnostics;
using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>What is told of one model: its requests, its queue and its batches.</summary>
/// <param name="folder">The model folder, whose name the measurements bear.</param>
internal sealed class EngineTelemetry(string folder)
{
    /// <summary>The model that a measurement is of.</summary>
    public const string ModelTag = "cloze.model";

    /// <summary>What was asked for: fill, score or embed.</summary>
    public const string OperationTag = "cloze.operation";

    private readonly KeyValuePair<string, object?> _model = new(ModelTag, NameOf(folder));

    /// <summary>Begins a request; disposing of it ends it.</summary>
    /// <param name="operation">What is asked for.</param>
    /// <param name="texts">Of how many texts.</param>
    public RequestTelemetry Begin(string operation, int texts) => new(_model, operation, texts);

    /// <summary>Tells how long a request has waited.</summary>
    /// <param name="joined">When it joined the queue, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void Waited(long joined)
    {
        if (!InferenceTelemetry.QueueDuration.Enabled) return;
        InferenceTelemetry.QueueDuration.Record(Stopwatch.GetElapsedTime(joined).TotalSeconds, _model);
    }

    /// <summary>Tells of a batch that has run.</summary>
    /// <param name="start">When it began, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="batch">Its sequences.</param>
    public void Ran(long start, IReadOnlyList<BatchSequence> batch)
    {
        InferenceTelemetry.BatchDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, _model);
        int tokens = 0;
        foreach (BatchSequence sequence in batch) tokens += sequence.TokenCount;
        InferenceTelemetry.Tokens.Add(tokens, _model);
        InferenceTelemetry.BatchTokens.Record(tokens, _model);
        InferenceTelemetry.BatchSequences.Record(batch.Count, _model);
    }

    private static string NameOf(string folder) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}
