namespace Cloze.Cli.Hosting;

/// <summary>
/// The lines of an input that have no answer. Each is told on standard error when it is met, or they are only counted;
/// the other lines are answered in any case.
/// </summary>
/// <param name="skip">Whether they are only counted.</param>
/// <param name="context">Where they are told.</param>
internal sealed class RefusedLines(bool skip, CliContext context)
{
    private readonly Lock _lock = new();
    private long _count;
    private string _first = "";
    private string _hint = "";

    /// <summary>Counts a line.</summary>
    public void Add(long line, ClozeException reason)
    {
        lock (_lock)
        {
            string message = FormattableString.Invariant($"Line {line}: {reason.Message}");
            if (_count++ == 0) _first = message;
            if (skip) return;
            context.Refuse(message, reason.Hint == _hint ? null : context.WithOptions(reason.Hint));
            _hint = reason.Hint;
        }
    }

    /// <summary>Says how many there were, and gives the exit code.</summary>
    public int Finish()
    {
        if (_count == 0) return ExitCode.Done;
        string lines = _count == 1 ? "1 line" : FormattableString.Invariant($"{_count} lines");
        if (skip)
        {
            context.Warn($"{lines} left out; the first: {_first}");
            return ExitCode.Done;
        }

        context.Refuse($"{lines} without an answer; --skip-invalid leaves such lines out.", null);
        return ExitCode.Failed;
    }
}
