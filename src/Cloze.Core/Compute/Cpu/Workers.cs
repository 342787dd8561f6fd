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
internal sealed unsafe class Workers : IDisposable
{
    // Gate values: the number of threads inside; with this bit set, nobody may enter.
    private const int Closed = int.MinValue;
    private const int SpinMicroseconds = 50;

    // On a busy machine the spinning thread may hold the very core that the caller needs.
    private const int SpinsPerYield = 16;

    private readonly Thread[] _threads;
    private readonly Sleepers _sleepers;
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
        _sleepers = new Sleepers(_threads.Length);
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Cloze worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Number of threads, the caller's included.</summary>
    public int Count { get; }

    private int ThreadsBeside => Count / 2;

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
        _sleepers.Call(0, ThreadsBeside);
    }

    /// <summary>Ends the threads; what is left of work beside the jobs stays undone.</summary>
    /// <exception cref="InvalidOperationException">A job is running.</exception>
    public void Dispose()
    {
        if (_disposed) return;
        Claim();
        _disposed = true;
        _sleepers.Call(0, _threads.Length);
        foreach (Thread thread in _threads) thread.Join();
        _sleepers.Dispose();
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

            // The last threads: the first may be busy beside.
            int helpers = Math.Min(_parts - 1, _threads.Length);
            _sleepers.Call(_threads.Length - helpers, helpers);
        }

        _drain(this, 0);
        if (shared) CloseGate();
        if (_error is not { } error) return;
        _error = null;
        error.Throw();
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
            if (worker <= ThreadsBeside) RunBackground();
            calls = AwaitCall(worker, calls);
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
    private int AwaitCall(int worker, int seen)
    {
        int spins = 0;
        long start = Stopwatch.GetTimestamp();
        while (_sleepers.Calls == seen)
        {
            Thread.SpinWait(10);
            if (++spins % SpinsPerYield == 0) Thread.Yield();
            long ticks = Stopwatch.GetElapsedTime(start).Ticks;
            if (ticks > SpinMicroseconds * TimeSpan.TicksPerMicrosecond) _sleepers.Sleep(worker - 1, seen);
        }

        return _sleepers.Calls;
    }

    // Counters that several threads write, each on cache lines of its own.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private sealed class SharedCounters
    {
        [FieldOffset(128)]
        public int NextPart;

        [FieldOffset(256)]
        public int Gate;
    }
}
