using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>
/// Lets threads sleep until a call means them. Each has a wake-up of its own: with one for all, a thread that has
/// seen the call and lies down again could take the wake-up of one that has not.
/// </summary>
internal sealed class Sleepers : IDisposable
{
    private readonly SharedCounter _calls = new();
    private readonly int[] _asleep;
    private readonly SemaphoreSlim[] _wake;

    /// <summary>Nobody sleeps yet.</summary>
    /// <param name="count">Number of threads that may sleep: they are 0 to <paramref name="count"/> - 1.</param>
    public Sleepers(int count)
    {
        _asleep = new int[count];
        _wake = new SemaphoreSlim[count];
        for (int thread = 0; thread < count; thread++) _wake[thread] = new SemaphoreSlim(0);
    }

    /// <summary>Number of calls so far. All threads see each; those awake come by themselves.</summary>
    public int Calls => Volatile.Read(ref _calls.Value);

    /// <summary>Counts a call, and wakes <paramref name="count"/> threads from <paramref name="first"/> on.</summary>
    public void Call(int first, int count)
    {
        Interlocked.Increment(ref _calls.Value);
        for (int thread = first; thread < first + count; thread++)
        {
            if (IsAsleep(thread) && TakeWakeUp(thread)) _wake[thread].Release();
        }
    }

    /// <summary>Sleeps until a call wakes this thread; at once where a call came after the last one seen.</summary>
    public void Sleep(int thread, int seen)
    {
        // A call between the caller's last look and this line must not be missed: who says that it sleeps looks again.
        Interlocked.Exchange(ref _asleep[thread], 1);
        if (Calls != seen && TakeWakeUp(thread)) return;
        _wake[thread].Wait();
    }

    /// <summary>Whether a thread sleeps, and no call has meant it yet.</summary>
    public bool IsAsleep(int thread) => Volatile.Read(ref _asleep[thread]) != 0;

    /// <summary>Frees the wake-ups; no thread may sleep any more.</summary>
    public void Dispose()
    {
        foreach (SemaphoreSlim wake in _wake) wake.Dispose();
    }

    // True for exactly one of the thread itself and whoever wakes it.
    private bool TakeWakeUp(int thread) => Interlocked.CompareExchange(ref _asleep[thread], 0, 1) == 1;

    // On cache lines of its own: spinning threads read it all the time.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private sealed class SharedCounter
    {
        [FieldOffset(128)]
        public int Value;
    }
}
