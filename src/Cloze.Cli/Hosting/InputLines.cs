using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Cloze.Data;

namespace Cloze.Cli.Hosting;

/// <summary>
/// The lines of an input, read ahead by a bounded number, with those not answered yet. Lines that give no text are
/// handed on as refused.
/// </summary>
internal sealed class InputLines : IDisposable
{
    private const int ReadAhead = 1024;

    // A line may come in while the answer to another is written.
    private readonly ConcurrentQueue<TextRecord> _open = [];
    private readonly Channel<TextRecord> _channel = Channel.CreateBounded<TextRecord>(ReadAhead);
    private readonly CancellationTokenSource _stop;
    private readonly RefusedLines _refused;
    private readonly Action<TextRecord> _check;

    /// <summary>Begins to read.</summary>
    /// <param name="input">The lines.</param>
    /// <param name="refused">Takes the lines that have no answer.</param>
    /// <param name="check">Throws for a text that the verb will refuse, as far as that is cheap to tell.</param>
    /// <param name="cancellation">Ends the reading, also while a line is waited for.</param>
    public InputLines(
        IEnumerable<TextRecord> input,
        RefusedLines refused,
        Action<TextRecord> check,
        CancellationToken cancellation)
    {
        _refused = refused;
        _check = check;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CancellationToken stopped = _stop.Token;
        _ = Task.Run(() => FillAsync(input, _channel.Writer, stopped), CancellationToken.None);
    }

    /// <summary>Takes the line whose answer is the next.</summary>
    public TextRecord Answer() => _open.TryDequeue(out TextRecord? line)
        ? line
        : throw new InvalidOperationException("There is an answer and no line that it is to.");

    /// <summary>The lines not read yet, each as soon as it is there.</summary>
    public async IAsyncEnumerable<TextRecord> Read([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (TextRecord line in _channel.Reader.ReadAllAsync(cancellation))
        {
            if (Refusal(line) is { } refusal)
            {
                _refused.Add(line.Line, refusal);
                continue;
            }

            _open.Enqueue(line);
            yield return line;
        }
    }

    /// <summary>Ends the reading; one that waits for a line is left to itself.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private ClozeException? Refusal(TextRecord line)
    {
        if (line.Refusal is { } refusal) return refusal;
        try
        {
            _check(line);
            return null;
        }
        catch (ClozeException error)
        {
            return error;
        }
    }

    private static async Task FillAsync(
        IEnumerable<TextRecord> input, ChannelWriter<TextRecord> lines, CancellationToken cancellation)
    {
        try
        {
            foreach (TextRecord line in input) await lines.WriteAsync(line, cancellation);
            lines.Complete();
        }
        catch (Exception error)
        {
            lines.Complete(error);
        }
    }
}
