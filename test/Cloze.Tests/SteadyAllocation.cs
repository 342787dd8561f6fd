namespace Cloze.Tests;

/// <summary>What a call that has been warmed up allocates on this thread.</summary>
internal static class SteadyAllocation
{
    /// <summary>
    /// The least of several rounds: a collection that other tests cause beside a round is now and then booked on it,
    /// what the call itself allocates is in every one.
    /// </summary>
    public static long Of(Action call, int rounds = 5)
    {
        long least = long.MaxValue;
        for (int round = 0; round < rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
