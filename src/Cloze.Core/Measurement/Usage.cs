namespace Cloze.Measurement;

/// <summary>What this process uses of the machine's memory.</summary>
internal static class Usage
{
    private const int Attempts = 3;

    /// <summary>
    /// Bytes that one run allocates on the managed heap, from this thread. A collection that another thread starts
    /// counts what this thread had left of its block as allocated: above 0, the least of several runs is taken.
    /// </summary>
    public static long AllocatedBy(Action run)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>Memory of the process, without what the garbage collector would give back.</summary>
    public static long ProcessBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
