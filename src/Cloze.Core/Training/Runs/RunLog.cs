using System.Numerics;

namespace Cloze.Training;

/// <summary>
/// Writes <c>training/metrics.jsonl</c>, the course of a run line by line, for people and programs that look on. A run
/// that is resumed takes away what the log has beyond its checkpoint, as that happens anew. Nothing depends on the log:
/// where it cannot be written the run says so and goes on.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="say">Tells a person.</param>
/// <param name="clock">Says when a session begins; null is the system's.</param>
internal sealed class RunLog(string path, Action<string> say, TimeProvider? clock = null)
{
    private const int MostPending = 1 << 20;
    private const double SecondsBetweenFlushes = 1;

    /// <summary>Up to this step each is written, then every second until twice as many, then every fourth.</summary>
    private const int StepsInFull = 8192;

    private readonly RunLogLines _lines = new();
    private long _length;
    private double _flushedAt;
    private bool _isOpen;
    private bool _hasFailed;

    /// <summary>Whether a log keeps a step: fewer and fewer of a long run, a function of the number alone.</summary>
    public static bool Keeps(int step)
    {
        int doublings = step <= StepsInFull ? 0 : BitOperations.Log2((uint)((step - 1) / StepsInFull)) + 1;
        return step % (1 << doublings) == 0;
    }

    /// <summary>Begins a session of the run.</summary>
    /// <param name="version">The version of Cloze.</param>
    /// <param name="backend">What computes.</param>
    /// <param name="position">Where the run stands.</param>
    public void Begin(string version, string backend, RunPosition position)
    {
        _isOpen = true;
        _flushedAt = position.Seconds;
        _length = position.Step == 0 ? 0 : LengthUpTo(position.Step);
        DateTimeOffset now = (clock ?? TimeProvider.System).GetUtcNow();
        _lines.Add(new RunStart(position.Step, now, version, backend));
        Flush();
    }

    /// <summary>Takes a step.</summary>
    public void Add(in StepReport step)
    {
        if (!_isOpen || (step.UpdateRatio is null && !Keeps(step.Position.Step))) return;
        _lines.Add(step);
        if (step.Position.Seconds - _flushedAt < SecondsBetweenFlushes) return;
        _flushedAt = step.Position.Seconds;
        Flush();
    }

    /// <summary>Takes away what lies beyond a step, where the run goes back to a checkpoint of it.</summary>
    public void GoBack(int step)
    {
        Flush();
        _lines.Clear();
        if (_isOpen) _length = LengthUpTo(step);

        // The last time that was written lies before the run again.
        _flushedAt = double.NegativeInfinity;
    }

    /// <summary>Takes an evaluation.</summary>
    public void Add(EvaluationReport report)
    {
        if (!_isOpen) return;
        _lines.Add(report);
        Flush();
    }

    /// <summary>Writes what is pending; what cannot be written waits for the next time, if it is not much.</summary>
    public void Flush()
    {
        // Where the whole folder was taken away, others say so.
        if (!_isOpen || _lines.Bytes.IsEmpty || !Directory.Exists(Path.GetDirectoryName(path))) return;
        try
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 0);
            file.SetLength(_length);
            file.Position = _length;
            file.Write(_lines.Bytes);
            _length += _lines.Bytes.Length;
            _lines.Clear();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (_lines.Bytes.Length > MostPending) _lines.Clear();
            if (_hasFailed) return;
            _hasFailed = true;
            say($"Cannot write {path}: {error.Message} The run goes on; its log has a gap.");
        }
    }

    /// <summary>Where the first line begins that is beyond a step, or is damaged.</summary>
    private long LengthUpTo(int step)
    {
        try
        {
            return File.Exists(path) ? StepLines.LengthUpTo(path, step) : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
