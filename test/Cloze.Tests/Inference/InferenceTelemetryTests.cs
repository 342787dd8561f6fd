using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cloze.Inference;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>
/// Who listens to the meter and the activities hears of requests, the queue and batches of one model.
/// </summary>
public sealed class InferenceTelemetryTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly MaskedLanguageModel _model;
    private readonly string _name = $"model-{Guid.NewGuid():N}";
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _measurements = new();

    public InferenceTelemetryTests()
    {
        // Other tests use models too: this one's name tells its measurements from theirs.
        string folder = Path.Combine(_run.Path, _name);
        Directory.CreateSymbolicLink(folder, _run.Start);
        _model = MaskedLanguageModel.Load(folder, threads: 1);
    }

    public void Dispose()
    {
        _model.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void EveryRequestIsMeasured()
    {
        using MeterListener listener = Listen();
        _model.FillMasks("the cat [MASK] a tree");
        _model.Embed("a dog");
        Assert.Equal(["cloze.operation=embed", "cloze.operation=fill"], Of("cloze.request.duration").Order());
        Assert.Equal(2, _measurements.Count(item => item.Name == "cloze.texts" && item.Value == 1));
        Assert.Equal(0, _measurements.Where(item => item.Name == "cloze.request.active").Sum(item => item.Value));
        Assert.Equal([7, 4], Values("cloze.tokens"));
        Assert.Equal([7, 4], Values("cloze.batch.tokens"));
        Assert.Equal([1, 1], Values("cloze.batch.sequences"));
        Assert.Equal(2, Values("cloze.batch.duration").Count(seconds => seconds > 0));
        Assert.Equal(2, Values("cloze.queue.duration").Count(seconds => seconds >= 0));
    }

    [Fact]
    public async Task ManyTextsAreCountedEach()
    {
        using MeterListener listener = Listen();
        await _model.FillManyAsync(["the [MASK]", "a [MASK]", "one [MASK]"]).ToListAsync();
        _model.ScoreMany(["the cat", "a dog"]);
        Assert.Equal(5, Values("cloze.texts").Sum());
        Assert.Equal(4, Values("cloze.batch.sequences").TakeLast(1).Single());
        Assert.Contains("cloze.operation=score", Of("cloze.texts"));
    }

    [Fact]
    public async Task AFailureIsNamed()
    {
        using MeterListener listener = Listen();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _model.FillMasksAsync("the [MASK]", cancellation: cancelled));
        Assert.Contains("error.type=System.OperationCanceledException", Assert.Single(Of("cloze.request.duration")));
        Assert.Empty(Values("cloze.texts"));
        Assert.Equal(0, Values("cloze.request.active").Sum());
    }

    [Fact]
    public async Task ARequestIsAnActivityOfItsCaller()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is InferenceTelemetry.Name or nameof(InferenceTelemetryTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource(nameof(InferenceTelemetryTests));
        using Activity? caller = source.StartActivity("caller");
        await _model.EmbedAsync("the cat");
        _model.Score("the cat");
        Activity[] own = [.. ended.Where(activity => Equals(activity.GetTagItem("cloze.model"), _name))];
        Assert.Equal(["cloze.embed", "cloze.score"], own.Select(activity => activity.OperationName));
        Every.Item(own, activity => Assert.Equal(caller?.Id, activity.ParentId));
        Every.Item(own, activity => Assert.Equal(1, activity.GetTagItem("cloze.texts")));
        Assert.Same(caller, Activity.Current);
    }

    private double[] Values(string name) =>
        [.. _measurements.Where(item => item.Name == name).Select(item => item.Value)];

    private string[] Of(string name) =>
        [.. _measurements.Where(item => item.Name == name).Select(item => item.Tags)];

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == InferenceTelemetry.Name) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        KeyValuePair<string, object?>[] all = tags.ToArray();
        if (!all.Contains(new("cloze.model", _name))) return;
        IEnumerable<string> others = all.Where(tag => tag.Key != "cloze.model").Select(tag => $"{tag.Key}={tag.Value}");
        _measurements.Enqueue((instrument.Name, value, string.Join(' ', others)));
    }
}
