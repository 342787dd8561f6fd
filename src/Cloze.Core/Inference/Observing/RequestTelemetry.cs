using System.Diagnostics;

namespace Cloze.Inference;

/// <summary>One request while it waits and is computed; disposing of it tells how long that took.</summary>
internal sealed class RequestTelemetry : IDisposable
{
    private readonly KeyValuePair<string, object?> _model;
    private readonly KeyValuePair<string, object?> _operation;
    private readonly int _texts;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Activity? _activity;
    private string? _error;

    /// <summary>Begins a request.</summary>
    public RequestTelemetry(KeyValuePair<string, object?> model, string operation, int texts)
    {
        _model = model;
        _operation = new(EngineTelemetry.OperationTag, operation);
        _texts = texts;
        _activity = InferenceTelemetry.Activities.StartActivity($"cloze.{operation}");
        _activity?.SetTag(model.Key, model.Value).SetTag("cloze.texts", texts);
        InferenceTelemetry.ActiveRequests.Add(1, model, _operation);
    }

    /// <summary>Notes what a request fails with, in an exception filter.</summary>
    /// <returns>False: the exception goes on.</returns>
    public bool Failed(Exception error)
    {
        _error = error.GetType().FullName;
        _activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", _error);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        InferenceTelemetry.ActiveRequests.Add(-1, _model, _operation);
        if (_error is null) InferenceTelemetry.Texts.Add(_texts, _model, _operation);
        if (InferenceTelemetry.RequestDuration.Enabled)
        {
            var tags = new TagList { _model, _operation };
            if (_error is not null) tags.Add("error.type", _error);
            InferenceTelemetry.RequestDuration.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, tags);
        }

        _activity?.Dispose();
    }
}
