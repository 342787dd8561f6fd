using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cloze.Inference;

/// <summary>
/// The names under which loaded models are observed, by OpenTelemetry or <c>dotnet-counters</c> for one. Nothing is
/// measured while nobody listens, and no text is ever told.
/// </summary>
public static class InferenceTelemetry
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "Cloze";

    private static readonly InstrumentAdvice<double> s_seconds = new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
    };

    private static readonly InstrumentAdvice<long> s_sizes = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048],
    };

    private static readonly Meter s_meter = new(Name);

    internal static ActivitySource Activities { get; } = new(Name);

    internal static Histogram<double> RequestDuration { get; } = Seconds(
        "cloze.request.duration", "From a request to its answer. A request is one text, or a batch's worth of many.");

    internal static UpDownCounter<long> ActiveRequests { get; } = s_meter.CreateUpDownCounter<long>(
        "cloze.request.active", "{request}", "Requests that wait or are computed.");

    internal static Counter<long> Texts { get; } = s_meter.CreateCounter<long>(
        "cloze.texts", "{text}", "Texts answered.");

    internal static Counter<long> Tokens { get; } = s_meter.CreateCounter<long>(
        "cloze.tokens", "{token}", "Tokens computed; a text that is scored is computed once for each of its tokens.");

    internal static Histogram<double> QueueDuration { get; } = Seconds(
        "cloze.queue.duration", "From joining the queue to the first batch with a part of the request.");

    internal static Histogram<double> BatchDuration { get; } = Seconds("cloze.batch.duration", "One batch's run.");

    internal static Histogram<long> BatchTokens { get; } = Sizes(
        "cloze.batch.tokens", "{token}", "Tokens of a batch.");

    internal static Histogram<long> BatchSequences { get; } = Sizes(
        "cloze.batch.sequences", "{sequence}", "Sequences of a batch, of any number of callers.");

    private static Histogram<double> Seconds(string name, string what) =>
        s_meter.CreateHistogram(name, "s", what, tags: null, s_seconds);

    private static Histogram<long> Sizes(string name, string unit, string what) =>
        s_meter.CreateHistogram(name, unit, what, tags: null, s_sizes);
}
