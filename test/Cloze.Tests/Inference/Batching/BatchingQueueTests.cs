using Cloze.Inference;
using Cloze.Predictions;
using Xunit;

namespace Cloze.Tests.Inference;

public class BatchingQueueTests
{
    private const int Capacity = 8;
    private readonly List<string> _batches = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhoHasHadABatchAndAsksForMoreLetsOthersGoFirst()
    {
        QueuedCall large = Call("a", 9), small = Call("b", 1), second = Call("c", 2);
        Task[] others = [];
        BatchingQueue queue = Queue((queue, batch) =>
        {
            if (batch == 0) others = [queue.RunAsync(small, Cancellation), queue.RunAsync(second, Cancellation)];
        });
        queue.Run(large, Cancellation);
        await Task.WhenAll(others);
        Assert.Equal(["aa", "aa", "bc", "aa", "ca", "aa"], _batches);
    }

    [Fact]
    public async Task OfThoseWhoAskForMoreTheOldestIsServedToItsEnd()
    {
        QueuedCall first = Call("a", 5), second = Call("b", 5);
        Task other = Task.CompletedTask;
        BatchingQueue queue = Queue((queue, batch) =>
        {
            if (batch == 0) other = queue.RunAsync(second, Cancellation);
        });
        queue.Run(first, Cancellation);
        await other;
        Assert.Equal(["aa", "aa", "bb", "ab", "bb"], _batches);
    }

    [Fact]
    public async Task WhoAsksForMoreIsNotHeldUpByEverNewCalls()
    {
        QueuedCall large = Call("a", 6);
        var others = new List<Task>();
        BatchingQueue queue = Queue((queue, batch) =>
        {
            if (batch < 3) others.Add(queue.RunAsync(Call("n", 2), Cancellation));
        });
        queue.Run(large, Cancellation);
        await Task.WhenAll(others);
        Assert.Equal("aa aa nn aa", string.Join(' ', _batches.Take(4)));
    }

    [Fact]
    public async Task WhoHasHadLessThanABatchKeepsItsPlace()
    {
        QueuedCall first = Call("a", 1), second = Call("b", 2), third = Call("c", 1);
        Task[] others = [];
        BatchingQueue queue = Queue((queue, batch) =>
        {
            if (batch == 0)
            {
                others = [.. new[] { Call("d", 1), second, third }.Select(call => queue.RunAsync(call, Cancellation))];
            }
        });
        queue.Run(first, Cancellation);
        await Task.WhenAll(others);
        Assert.Equal(["a", "db", "bc"], _batches);
    }

    private static QueuedCall Call(string name, int sequences) =>
        new([.. Enumerable.Range(0, sequences).Select(_ => new NamedSequence(name))]);

    private BatchingQueue Queue(Action<BatchingQueue, int> before)
    {
        BatchingQueue? queue = null;
        queue = new BatchingQueue(
            batch =>
            {
                before(queue!, _batches.Count);
                _batches.Add(string.Concat(batch.Cast<NamedSequence>().Select(sequence => sequence.Name)));
            },
            Capacity,
            "the queue");
        return queue;
    }

    // Half a batch each.
    private sealed class NamedSequence(string name) : BatchSequence(new int[Capacity / 2], new int[Capacity / 2], [])
    {
        public string Name => name;
    }
}
