using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Who listens to the meter hears of one run's steps, evaluations and checkpoints.</summary>
public sealed class TrainingTelemetryTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly string _name = $"model-{Guid.NewGuid():N}";
    private readonly ConcurrentQueue<(string Name, double Value)> _measurements = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void StepsEvaluationsAndCheckpointsAreMeasured()
    {
        using MeterListener listener = Listen();
        TrainingResult result = _run.Run(_run.Options(20) with { Output = Path.Combine(_run.Path, _name) });
        Assert.Equal(20, Values("cloze.training.steps").Sum());
        Assert.Equal(result.Position.Tokens, Values("cloze.training.tokens").Sum());
        Assert.Equal(result.Position.Seconds, Values("cloze.training.step.duration").Sum(), 1e-9);
        Assert.Equal(20, Values("cloze.training.loss").Length);
        Assert.Equal(20, Values("cloze.training.learning_rate").Length);
        Assert.Equal(20, Values("cloze.training.gradient_norm").Length);
        Assert.Equal(20, Values("cloze.training.update_ratio").Length);
        Assert.Equal(1, Values("cloze.training.progress")[^1]);
        Assert.Equal(result.Evaluation!.Loss, Values("cloze.training.held_out.loss")[^1]);
        Assert.Equal(result.Evaluation.Top1Accuracy, Values("cloze.training.held_out.accuracy")[^1]);
        Assert.Equal([1], Values("cloze.training.checkpoints"));
    }

    [Fact]
    public void ARunThatGoesBackMeasuresNothingBelowZero()
    {
        using MeterListener listener = Listen();
        using var backend = new SpoiledBackend { AddedLoss = step => step is >= 15 and <= 17 ? float.NaN : 0 };
        TrainingOptions options = _run.Options(20) with
        {
            Output = Path.Combine(_run.Path, _name),
            CheckpointSteps = 10,
        };
        _run.Run(options, null, backend, CancellationToken.None);

        // 14 steps, and from the checkpoint of the tenth to the end.
        Assert.Equal(24, Values("cloze.training.steps").Sum());
        Every.Item(Values("cloze.training.tokens"), tokens => Assert.True(tokens > 0));
        Every.Item(Values("cloze.training.step.duration"), seconds => Assert.True(seconds >= 0));
    }

    private double[] Values(string name) =>
        [.. _measurements.Where(measurement => measurement.Name == name).Select(measurement => measurement.Value)];

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == TrainingTelemetry.Name) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        return listener;
    }

    // Other tests train, too: the folder's name tells this run's measurements from theirs.
    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            bool isOfThisRun = tag.Key == "cloze.model" && (string?)tag.Value == _name;
            if (isOfThisRun) _measurements.Enqueue((instrument.Name, value));
        }
    }
}
