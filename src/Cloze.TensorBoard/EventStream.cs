using Cloze.TensorBoard.Messages;
using Google.Protobuf;

namespace Cloze.TensorBoard;

/// <summary>Writes the events of one session of a run to a file of its own.</summary>
internal sealed class EventStream : IDisposable
{
    private const int StringType = 7;
    private readonly RecordFile _file;
    private readonly TimeProvider _clock;

    /// <summary>Begins a file with its version, and has readers drop older events from a step on.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public EventStream(string path, int firstStep, TimeProvider clock)
    {
        _clock = clock;
        _file = new RecordFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        Write(new Event { FileVersion = "brain.Event:2" });
        Write(new Event
        {
            Step = firstStep,
            SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start },
        });
    }

    /// <summary>Writes numbers of a step; one that is not given is left out.</summary>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public void Write(int step, params ReadOnlySpan<(string Tag, double? Value)> values)
    {
        var summary = new Summary();
        foreach ((string tag, double? value) in values)
        {
            if (value is not { } number) continue;
            summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)number });
        }

        Write(new Event { Step = step, Summary = summary });
    }

    /// <summary>Writes a text of a step, in Markdown.</summary>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public void Write(int step, string tag, string text)
    {
        var tensor = new TensorProto
        {
            Dtype = StringType,
            TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = 1 } } },
            StringVal = { ByteString.CopyFromUtf8(text) },
        };
        var plugin = new SummaryMetadata.Types.PluginData { PluginName = "text" };
        var value = new Summary.Types.Value
        {
            Tag = tag,
            Tensor = tensor,
            Metadata = new SummaryMetadata { PluginData = plugin },
        };
        Write(new Event { Step = step, Summary = new Summary { Value = { value } } });
    }

    /// <summary>Hands the events to the system, so that a reader sees them.</summary>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public void Flush() => _file.Flush();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(Event what)
    {
        what.WallTime = _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        _file.Append(what.ToByteArray());
    }
}
