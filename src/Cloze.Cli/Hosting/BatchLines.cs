using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Cloze.Cli.Hosting;

/// <summary>
/// The lines of an input, read ahead by a bounded number, with the places of those not answered yet. Lines that give no
/// text are handed on as refused.
/// </summary>
internal sealed class BatchLines : IDisposable
{
    private const int ReadAhead = 1024;

    // A line may come in while the answer to another is written.
    private readonly ConcurrentQueue<long> _open = [];
    private readonly Channel<BatchItem> _channel = Channel.CreateBounded<BatchItem>(ReadAhead);
    private readonly CancellationTokenSource _stop;
    private readonly RefusedLines _refused;
    private readonly Action<BatchItem> _check;

    /// <summary>Begins to read.</summary>
    /// <param name="input">The lines.</param>
    /// <param name="refused">Takes the lines that have no answer.</param>
    /// <param name="check">Throws for a text that the verb will refuse, as far as that is cheap to tell.</param>
    /// <param name="cancellation">Ends the reading, also while a line is waited for.</param>
    public BatchLines(
        IEnumerable<BatchItem> input,
        RefusedLines refused,
        Action<BatchItem> check,
        CancellationToken cancellation)
    {
        _refused = refused;
        _check = check;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CancellationToken stopped = _stop.Token;
        _ = Task.Run(() => FillAsync(input, _channel.Writer, stopped), CancellationToken.None);
    }

    /// <summary>The line whose answer is the next.</summary>
    public long Next => _open.TryPeek(out long line) ? line : 0;

    /// <summary>Counts the next line as answered.</summary>
    public void Answer() => _open.TryDequeue(out _);

    /// <summary>The lines not read yet, each as soon as it is there.</summary>
    public async IAsyncEnumerable<BatchItem> Read([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (BatchItem item in _channel.Reader.ReadAllAsync(cancellation))
        {
            if (Refusal(item) is { } refusal)
            {
                _refused.Add(item.Line, refusal);
                continue;
            }

            _open.Enqueue(item.Line);
            yield return item;
        }
    }

    /// <summary>Ends the reading; one that waits for a line is left to itself.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private ClozeException? Refusal(BatchItem item)
    {
        if (item.Refusal is { } refusal) return refusal;
        try
        {
            _check(item);
            return null;
        }
        catch (ClozeException error)
        {
            return error;
        }
    }

    private static async Task FillAsync(
        IEnumerable<BatchItem> input, ChannelWriter<BatchItem> lines, CancellationToken cancellation)
    {
        try
        {
            foreach (BatchItem item in input) await lines.WriteAsync(item, cancellation);
            lines.Complete();
        }
        catch (Exception error)
        {
            lines.Complete(error);
        }
    }
}
