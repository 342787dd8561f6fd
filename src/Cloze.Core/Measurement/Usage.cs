namespace Cloze.Measurement;

/// <summary>What this process uses of the machine's memory.</summary>
internal static class Usage
{
    /// <summary>Bytes that one run allocates on the managed heap, from this thread.</summary>
    public static long AllocatedBy(Action run)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Memory of the process, without what the garbage collector would give back.</summary>
    public static long ProcessBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
