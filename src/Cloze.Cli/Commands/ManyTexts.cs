using System.Diagnostics;
using System.Text;
using Cloze.Cli.Hosting;
using Cloze.Data;

namespace Cloze.Cli.Commands;

/// <summary>Answers the lines of an input, in their order and in bounded memory.</summary>
internal sealed class ManyTexts<TAnswer>(TextInput input, bool skipInvalid, CliContext context, TextWork<TAnswer> work)
{
    private const int MostHeld = 1 << 16;
    private static readonly TimeSpan s_longestHeld = TimeSpan.FromMilliseconds(100);

    private readonly RefusedLines _refused = new(skipInvalid, context);
    private readonly StringBuilder _held = new();
    private long _answered;

    /// <summary>How many lines are answered; for any thread.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Answers all; what was answered is written also where it is cancelled.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var lines = new InputLines(input.Read(), _refused, work.Check, cancellation);
        try
        {
            while (!await TryWriteAsync(lines, cancellation))
            {
            }
        }
        finally
        {
            Flush();
        }

        work.Finish();
        return _refused.Finish();
    }

    // False where a line was refused: those before it are answered, and the verb begins anew behind it.
    private async Task<bool> TryWriteAsync(InputLines lines, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(lines, cancellation);
            return true;
        }
        catch (TextException error)
        {
            _refused.Add(lines.Answer().Line, error.Reason);
            return false;
        }
    }

    // Output is held while more comes at once, and given out before there is a wait for more.
    private async Task WriteAsync(InputLines lines, CancellationToken cancellation)
    {
        long since = Stopwatch.GetTimestamp();
        await using IAsyncEnumerator<TAnswer> answers =
            work.Many(lines.Read(cancellation)).GetAsyncEnumerator(cancellation);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            ValueTask<bool> next = answers.MoveNextAsync();
            if (!next.IsCompleted || _held.Length > MostHeld || Stopwatch.GetElapsedTime(since) > s_longestHeld)
            {
                Flush();
                since = Stopwatch.GetTimestamp();
            }

            if (!await next) return;
            _held.Append(work.Line(lines.Answer(), answers.Current)).Append(context.Output.NewLine);
            Interlocked.Increment(ref _answered);
        }
    }

    private void Flush()
    {
        if (_held.Length == 0) return;
        context.Output.Write(_held.ToString());
        context.Output.Flush();
        _held.Clear();
    }
}
