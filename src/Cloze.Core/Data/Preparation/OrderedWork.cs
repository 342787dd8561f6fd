using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Cloze.Data;

/// <summary>
/// Does the same work to many things on several threads, and gives them back in the order they came. How many are on
/// their way at a time is the caller's business.
/// </summary>
internal sealed class OrderedWork<T> : IDisposable
{
    private readonly Action<T> _work;
    private readonly BlockingCollection<Item> _todo = [];
    private readonly Queue<Item> _order = [];
    private readonly Thread[] _threads;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="work">What is done to a thing; called from several threads.</param>
    public OrderedWork(int threads, Action<T> work)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _work = work;
        _threads = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <summary>Things that were handed in and not taken back.</summary>
    public int Count => _order.Count;

    /// <summary>Hands a thing in.</summary>
    public void Add(T value)
    {
        var item = new Item(value);
        _order.Enqueue(item);
        _todo.Add(item);
    }

    /// <summary>Takes the oldest thing back when it is done; what its work threw is thrown here.</summary>
    /// <exception cref="InvalidOperationException">Nothing was handed in.</exception>
    public T Take()
    {
        Item item = _order.Dequeue();
        item.Done.Wait();
        item.Done.Dispose();
        item.Error?.Throw();
        return item.Value;
    }

    /// <summary>Ends the threads; what is not done stays undone.</summary>
    public void Dispose()
    {
        while (_todo.TryTake(out _))
        {
        }

        _todo.CompleteAdding();
        foreach (Thread thread in _threads) thread.Join();
        _todo.Dispose();
    }

    private void Work()
    {
        foreach (Item item in _todo.GetConsumingEnumerable())
        {
            try
            {
                _work(item.Value);
            }
            catch (Exception error)
            {
                item.Error = ExceptionDispatchInfo.Capture(error);
            }

            item.Done.Set();
        }
    }

    private sealed class Item(T value)
    {
        public T Value { get; } = value;

        public ManualResetEventSlim Done { get; } = new();

        public ExceptionDispatchInfo? Error { get; set; }
    }
}
