using System.Collections.Concurrent;
using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void EveryPartRunsOnce(int threads)
    {
        using var workers = new Workers(threads);
        Assert.Equal(threads, workers.Count);
        for (int parts = 0; parts < 200; parts++)
        {
            var job = new Count(new int[parts], new int[threads]);
            workers.Run(parts, ref job);
            Assert.Equal(Enumerable.Repeat(1, parts), job.Runs);
            Assert.Equal(parts, job.PartsOfWorker.Sum());
        }
    }

    [Fact]
    public void ManyRunsAfterPausesAndAtOnce()
    {
        using var workers = new Workers(3);
        var job = new Count(new int[16], new int[3]);
        for (int run = 1; run <= 20_000; run++)
        {
            if (run % 4_000 == 0) Thread.Sleep(5);
            workers.Run(16, ref job);
            Assert.Equal(16 * run, job.PartsOfWorker.Sum());
        }

        Every.Item(job.Runs, runs => Assert.Equal(20_000, runs));
    }

    [Fact]
    public void BackgroundThreadsTakePart()
    {
        using var workers = new Workers(2);
        using var both = new Barrier(2);
        var job = new Meet(both);
        workers.Run(2, ref job);
        Assert.Equal(1, both.CurrentPhaseNumber);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnErrorOfAPartReachesTheCallerAndTheWorkersLiveOn(int threads)
    {
        using var workers = new Workers(threads);
        for (int repeat = 0; repeat < 100; repeat++)
        {
            var failing = new FailAt(repeat % 10);
            var error = Assert.Throws<ArithmeticException>(() => workers.Run(10, ref failing));
            Assert.Equal($"part {repeat % 10}", error.Message);
            var job = new Count(new int[5], new int[threads]);
            workers.Run(5, ref job);
            Every.Item(job.Runs, runs => Assert.Equal(1, runs));
        }
    }

    [Fact]
    public void JobsDoNotNest()
    {
        using var workers = new Workers(2);
        var job = new Nest(workers);
        var error = Assert.Throws<InvalidOperationException>(() => workers.Run(1, ref job));
        Assert.Contains("jobs do not nest", error.Message);
    }

    [Fact]
    public void AfterDisposalNothingRuns()
    {
        var workers = new Workers(3);
        workers.Dispose();
        workers.Dispose();
        var job = new Count(new int[1], new int[3]);
        Assert.Throws<ObjectDisposedException>(() => workers.Run(1, ref job));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Workers(-1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void WorkBesideTheJobsIsDoneWithoutTheCaller(int threads)
    {
        using var workers = new Workers(threads);
        for (int repeat = 0; repeat < 100; repeat++)
        {
            var work = new Beside(50);
            workers.RunBeside(work);
            var job = new Count(new int[5], new int[threads]);
            workers.Run(5, ref job);
            Every.Item(job.Runs, runs => Assert.Equal(1, runs));
            Assert.True(work.Done.Wait(TimeSpan.FromSeconds(60)), $"{work.Left} parts are left after a minute.");
            Assert.DoesNotContain(Environment.CurrentManagedThreadId, work.Threads);
            Assert.InRange(work.Threads.Distinct().Count(), 1, threads / 2);
        }
    }

    [Fact]
    public void DisposalStopsTheWorkBesideTheJobs()
    {
        var work = new Beside(int.MaxValue);
        var workers = new Workers(2);
        workers.RunBeside(work);
        workers.Dispose();
        Assert.True(work.Left > 0);
        Assert.Throws<ObjectDisposedException>(() => workers.RunBeside(work));
    }

    [Fact]
    public void ARunAllocatesNothing()
    {
        using var workers = new Workers(2);
        var job = new Count(new int[8], new int[2]);
        for (int run = 0; run < 100; run++) workers.Run(8, ref job);
        long allocated = SteadyAllocation.Of(() =>
        {
            for (int run = 0; run < 1000; run++) workers.Run(8, ref job);
        });
        Assert.Equal(0, allocated);
    }

    private readonly struct Count(int[] runs, int[] partsOfWorker) : IJob
    {
        public int[] Runs => runs;

        public int[] PartsOfWorker => partsOfWorker;

        public void Execute(int part, int worker)
        {
            Interlocked.Increment(ref runs[part]);
            partsOfWorker[worker]++;
        }
    }

    private sealed class Beside(int parts) : IBackgroundWork
    {
        private int _open = parts;
        private int _left = parts;

        public ConcurrentBag<int> Threads { get; } = [];

        public ManualResetEventSlim Done { get; } = new();

        public int Left => _left;

        public bool TryRunPart()
        {
            if (Interlocked.Decrement(ref _open) < 0) return false;
            Threads.Add(Environment.CurrentManagedThreadId);
            if (Interlocked.Decrement(ref _left) == 0) Done.Set();
            return true;
        }
    }

    private readonly struct Meet(Barrier barrier) : IJob
    {
        public void Execute(int part, int worker) => barrier.SignalAndWait();
    }

    private readonly struct FailAt(int failing) : IJob
    {
        public void Execute(int part, int worker)
        {
            if (part == failing) throw new ArithmeticException($"part {part}");
        }
    }

    private readonly struct Nest(Workers workers) : IJob
    {
        public void Execute(int part, int worker)
        {
            var inner = new Nest(workers);
            workers.Run(1, ref inner);
        }
    }
}
