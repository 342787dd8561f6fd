namespace Cloze.Text;

/// <summary>
/// Keeps objects that threads work with one at a time, one a processor at most. Each processor looks into its own place
/// first, so threads hardly meet. An object that is not returned is lost to the pool and harms nothing.
/// </summary>
internal sealed class Pool<T>(Func<T> create)
    where T : class
{
    // Places stand a cache line apart, and the first from the array's length, which all threads read.
    private const int Stride = 8;

    private readonly int _places = Environment.ProcessorCount;
    private readonly T?[] _idle = new T?[(Environment.ProcessorCount + 1) * Stride];

    /// <summary>Takes an object that is idle, or a new one.</summary>
    public T Rent()
    {
        int first = Thread.GetCurrentProcessorId();
        for (int i = 0; i < _places; i++)
        {
            ref T? place = ref Place(first + i);
            if (place is not null && Interlocked.Exchange(ref place, null) is { } item) return item;
        }

        return create();
    }

    /// <summary>Gives an object back; where there are enough it is dropped.</summary>
    public void Return(T item)
    {
        int first = Thread.GetCurrentProcessorId();
        for (int i = 0; i < _places; i++)
        {
            ref T? place = ref Place(first + i);
            if (place is null && Interlocked.CompareExchange(ref place, item, null) is null) return;
        }
    }

    private ref T? Place(int processor) => ref _idle[((processor % _places) + 1) * Stride];
}
