namespace Cloze.Data;

/// <summary>How many threads tokenise, and how many blocks are on their way, so that the memory is enough.</summary>
/// <param name="Threads">Threads, at least 1.</param>
/// <param name="Blocks">Blocks, two more than threads at least, so that none waits for another.</param>
/// <param name="BlockCharacters">Characters of a block: few, so that text and ids stay in a core's cache.</param>
internal readonly record struct StoreWork(int Threads, int Blocks, int BlockCharacters)
{
    private const long BytesPerCharacter = 8;
    private const long OwnMemory = 96L << 20;
    private const long MemoryOfThread = 4L << 20;

    /// <summary>Blocks beside the one of each thread: one read, one written, one held.</summary>
    private const int OtherBlocks = 3;

    /// <summary>The memory that this takes, near-duplicates apart, in bytes.</summary>
    public long Memory =>
        OwnMemory + (Threads * MemoryOfThread) + ((Blocks + 1) * BlockCharacters * BytesPerCharacter);

    /// <summary>As many threads as are asked for and fit, with up to four blocks each.</summary>
    public static StoreWork Fit(StoreOptions options)
    {
        int characters = DocumentCollector.LeastCapacity(options.Corpus.LongestDocument);
        long block = characters * BytesPerCharacter;
        long room = options.Memory - OwnMemory - (options.NearDuplicates ? StoreOptions.MemoryOfDuplicates : 0);
        long fitting = (room - (OtherBlocks * block)) / (MemoryOfThread + block);
        int threads = (int)Math.Clamp(fitting, 1, options.ThreadCount);
        int least = threads + OtherBlocks - 1;
        long blocks = ((room - (threads * MemoryOfThread)) / block) - 1;
        return new StoreWork(threads, (int)Math.Clamp(blocks, least, least + (3 * threads)), characters);
    }
}
