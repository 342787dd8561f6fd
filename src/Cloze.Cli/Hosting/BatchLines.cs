using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Cloze.Cli.Hosting;

/// <summary>The lines of an input, read ahead by a bounded number, with the places of those not answered yet.</summary>
internal sealed class BatchLines(IEnumerable<BatchItem> input)
{
    private const int ReadAhead = 1024;

    // A line may come in while the answer to another is written.
    private readonly ConcurrentQueue<long> _open = [];

    /// <summary>The line whose answer is the next.</summary>
    public long Next => _open.TryPeek(out long line) ? line : 0;

    /// <summary>Counts the next line as answered.</summary>
    public void Answer() => _open.TryDequeue(out _);

    /// <summary>The lines, each as soon as it is there.</summary>
    public async IAsyncEnumerable<BatchItem> Read([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var channel = Channel.CreateBounded<BatchItem>(ReadAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = Task.Run(() => Fill(channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (BatchItem item in channel.Reader.ReadAllAsync(cancellation))
            {
                _open.Enqueue(item.Line);
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task Fill(ChannelWriter<BatchItem> lines, CancellationToken cancellation)
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
