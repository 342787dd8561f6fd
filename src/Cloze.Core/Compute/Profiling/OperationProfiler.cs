using System.Diagnostics;

namespace Cloze.Compute;

/// <summary>
/// Adds up how long each operation of a backend takes, see <see cref="Backend.Profiler"/>. Operations are named by
/// their place in a training step, so evaluate without it.
/// </summary>
internal sealed class OperationProfiler
{
    private readonly Counter[] _counters = new Counter[(int)Operation.Adam + 1];

    /// <summary>What was measured, the longest first.</summary>
    public IReadOnlyList<OperationProfile> Profile() =>
        [.. Enumerable.Range(0, _counters.Length)
            .Where(index => _counters[index].Calls > 0)
            .Select(index => Describe((Operation)index))
            .OrderByDescending(profile => profile.Seconds)];

    /// <summary>Adds a call that began at <paramref name="start"/> and ends now.</summary>
    internal void Add(Operation operation, long start, double flops)
    {
        ref Counter counter = ref _counters[(int)operation];
        counter.Calls++;
        counter.Ticks += Stopwatch.GetTimestamp() - start;
        counter.Flops += flops;
    }

    private static ProfilePhase PhaseOf(Operation operation) => operation switch
    {
        Operation.CrossEntropy or Operation.CrossEntropyWithGradient => ProfilePhase.Loss,
        < Operation.CrossEntropy => ProfilePhase.Forward,
        < Operation.Clear => ProfilePhase.Backward,
        _ => ProfilePhase.Optimizer,
    };

    private OperationProfile Describe(Operation operation)
    {
        Counter counter = _counters[(int)operation];
        double seconds = (double)counter.Ticks / Stopwatch.Frequency;
        return new OperationProfile(
            PhaseOf(operation), operation.ToString(), counter.Calls, seconds, counter.Flops);
    }

    private struct Counter
    {
        public long Calls;
        public long Ticks;
        public double Flops;
    }
}
