using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>
/// The only threads of the engine: the caller's and <see cref="Count"/> - 1 background threads. A job's parts are
/// claimed one by one, so a slow or absent thread delays nobody; results must not depend on who took which part.
/// </summary>
/// <remarks>
/// A background thread joins a job through a gate: the gate opens with the job, closes when the caller finds no part
/// left, and the caller then waits only for those who are inside. A thread that was asleep all along is not awaited.
/// Threads spin for a short while between jobs, since a training step starts one every few microseconds, then sleep.
/// </remarks>
public sealed unsafe class Workers : IDisposable
{
    // Gate values: the number of threads inside; with this bit set, nobody may enter.
    private const int Closed = int.MinValue;
    private const int SpinMicroseconds = 50;

    // On a busy machine the spinning thread may hold the very core that the caller needs.
    private const int SpinsPerYield = 16;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SharedCounters _shared = new();
    private delegate*<Workers, int, void> _drain;
    private void* _job;
    private int _parts;
    private int _busy;
    private bool _disposed;
    private ExceptionDispatchInfo? _error;
    private IBackgroundWork? _background;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">Number of threads, the caller's included; 0 for one a processor.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Workers(int count = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count == 0 ? Environment.ProcessorCount : count;
        _shared.Gate = Closed;
        _threads = new Thread[Count - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Cloze worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Number of threads, the caller's included.</summary>
    public int Count { get; }

    /// <summary>
    /// Runs all parts and returns when the last is done. Allocates nothing. The caller is worker 0. Where a part
    /// throws, parts not yet begun are left out and the first exception is thrown here.
    /// </summary>
    /// <exception cref="InvalidOperationException">A job is running: they neither nest nor overlap.</exception>
    /// <exception cref="ObjectDisposedException">The workers were disposed.</exception>
    public void Run<TJob>(int parts, ref TJob job)
        where TJob : struct, IJob
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Claim();
        try
        {
            fixed (byte* pointer = &Unsafe.As<TJob, byte>(ref job))
            {
                _job = pointer;
                _parts = parts;
                _drain = &Drain<TJob>;
                RunParts();
            }
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>
    /// Begins work beside the jobs and returns: half of the threads, the caller not among them, do its parts before
    /// they join a job again. With one thread nobody does. It takes the place of the work before, which must be done.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The workers were disposed.</exception>
    public void RunBeside(IBackgroundWork work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Volatile.Write(ref _background, work);
        Call(_threads.Length);
    }

    /// <summary>Ends the threads; what is left of work beside the jobs stays undone.</summary>
    /// <exception cref="InvalidOperationException">A job is running.</exception>
    public void Dispose()
    {
        if (_disposed) return;
        Claim();
        _disposed = true;
        Call(_threads.Length);
        foreach (Thread thread in _threads) thread.Join();
        _wake.Dispose();
    }

    private void Claim()
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            throw new InvalidOperationException("The workers are running a job: jobs do not nest.");
        }
    }

    private void RunParts()
    {
        _shared.NextPart = 0;
        bool shared = _parts > 1 && _threads.Length > 0;
        if (shared)
        {
            Volatile.Write(ref _shared.Gate, 0);
            Call(Math.Min(_parts - 1, _threads.Length));
        }

        _drain(this, 0);
        if (shared) CloseGate();
        if (_error is not { } error) return;
        _error = null;
        error.Throw();
    }

    // Tells the background threads that there is something to do, and wakes up to so many of those asleep.
    private void Call(int threads)
    {
        Interlocked.Increment(ref _shared.Calls);
        int asleep = Volatile.Read(ref _shared.Asleep);
        while (asleep > 0)
        {
            int woken = Math.Min(asleep, threads);
            int found = Interlocked.CompareExchange(ref _shared.Asleep, asleep - woken, asleep);
            if (found == asleep)
            {
                _wake.Release(woken);
                return;
            }

            asleep = found;
        }
    }

    private void CloseGate()
    {
        Interlocked.Or(ref _shared.Gate, Closed);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _shared.Gate) != Closed) spinner.SpinOnce(sleep1Threshold: -1);
    }

    private static void Drain<TJob>(Workers workers, int worker)
        where TJob : struct, IJob
    {
        ref TJob job = ref Unsafe.AsRef<TJob>(workers._job);
        int parts = workers._parts;
        try
        {
            int part;
            while ((part = Interlocked.Increment(ref workers._shared.NextPart) - 1) < parts) job.Execute(part, worker);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref workers._error, ExceptionDispatchInfo.Capture(error), null);
            Volatile.Write(ref workers._shared.NextPart, parts);
        }
    }

    private void Serve(int worker)
    {
        int calls = 0;
        while (true)
        {
            if (worker <= Count / 2) RunBackground();
            calls = AwaitCall(calls);
            if (_disposed) return;
            if (!Enter()) continue;
            _drain(this, worker);
            Interlocked.Decrement(ref _shared.Gate);
        }
    }

    private void RunBackground()
    {
        if (Volatile.Read(ref _background) is not { } work) return;
        while (!Volatile.Read(ref _disposed) && work.TryRunPart()) continue;
    }

    private bool Enter()
    {
        int gate = Volatile.Read(ref _shared.Gate);
        while (gate >= 0)
        {
            int found = Interlocked.CompareExchange(ref _shared.Gate, gate + 1, gate);
            if (found == gate) return true;
            gate = found;
        }

        return false;
    }

    // Returns the number of calls so far, as soon as it is not the number seen.
    private int AwaitCall(int seen)
    {
        int spins = 0;
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _shared.Calls) == seen)
        {
            Thread.SpinWait(10);
            if (++spins % SpinsPerYield == 0) Thread.Yield();
            if (Stopwatch.GetElapsedTime(start).Ticks > SpinMicroseconds * TimeSpan.TicksPerMicrosecond) Sleep(seen);
        }

        return Volatile.Read(ref _shared.Calls);
    }

    // Sleeps until a call comes. A call between the caller's check and the count of sleepers must not be missed: the
    // sleeper looks again after it counted itself, and takes itself off the count unless its wake-up is under way.
    private void Sleep(int seen)
    {
        int asleep = Interlocked.Increment(ref _shared.Asleep);
        while (Volatile.Read(ref _shared.Calls) != seen && asleep > 0)
        {
            int found = Interlocked.CompareExchange(ref _shared.Asleep, asleep - 1, asleep);
            if (found == asleep) return;
            asleep = found;
        }

        _wake.Wait();
    }

    // Counters that several threads write, each on cache lines of its own.
    [StructLayout(LayoutKind.Explicit, Size = 640)]
    private sealed class SharedCounters
    {
        [FieldOffset(128)]
        public int NextPart;

        [FieldOffset(256)]
        public int Gate;

        [FieldOffset(384)]
        public int Calls;

        [FieldOffset(512)]
        public int Asleep;
    }
}
