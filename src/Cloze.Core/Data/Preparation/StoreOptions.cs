using Cloze.Text;

namespace Cloze.Data;

/// <summary>What is asked of the preparation of a store.</summary>
public sealed record StoreOptions
{
    /// <summary>The least memory that can be kept to, in bytes.</summary>
    public const long LeastMemory = 192L << 20;

    /// <summary>What of the memory the documents take that near-duplicates are compared with, in bytes.</summary>
    internal const long MemoryOfDuplicates = 320L << 20;

    /// <summary>The files and folders that are read, and how.</summary>
    public required CorpusOptions Corpus { get; init; }

    /// <summary>The folder of the store.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// A folder or file whose tokenizer is used; null learns a vocabulary from the documents that are trained on.
    /// </summary>
    public string? Tokenizer { get; init; }

    /// <summary>Pieces of a vocabulary that is learned, special ones among them.</summary>
    public int VocabularySize { get; init; } = 8192;

    /// <summary>Whether a vocabulary that is learned keeps capitals and accents.</summary>
    public bool Cased { get; init; }

    /// <summary>The kind of a vocabulary that is learned.</summary>
    public VocabularyKind VocabularyKind { get; init; }

    /// <summary>
    /// Share of the documents that are held out, in [0, 0.9]. With 0 all is trained on, and the tenth of the default is
    /// evaluated on, too.
    /// </summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>
    /// How documents become sentences, for objectives with sentence pairs; null keeps each document as one.
    /// </summary>
    public SentenceRule? Sentences { get; init; }

    /// <summary>
    /// Whether documents are left out that are nearly the same as one of the last million before that stayed. What goes
    /// depends on the documents and their order alone; a part of a store knows nothing of the others.
    /// </summary>
    public bool NearDuplicates { get; init; }

    /// <summary>Threads that tokenise; 0 for one a core. The store is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Memory that the preparation may take, in bytes, at least <see cref="LeastMemory"/>, and 320 MB more where
    /// near-duplicates are left out; the store is the same for any. Learning a vocabulary takes up to 400 MB of its
    /// own.
    /// </summary>
    public long Memory { get; init; } = 512L << 20;

    /// <summary>Which part of the store is prepared, from 1.</summary>
    public int Part { get; init; } = 1;

    /// <summary>In how many parts it is prepared, by as many processes or machines.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Whether a preparation that was interrupted goes on.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Keys of the options that were given, such as <c>held_out</c>: where a preparation goes on, or files are added,
    /// the store decides what was not. Null where all are, as they stand here.
    /// </summary>
    public IReadOnlyList<string>? Given { get; init; }

    /// <summary>Whether files are added to a store that is complete.</summary>
    public bool Append { get; init; }

    /// <summary>The most tokens of a shard, but for those of its last document.</summary>
    internal long ShardTokens { get; init; } = 1L << 25;

    /// <summary>Files that may begin in a block of documents.</summary>
    internal int BlockInputs { get; init; } = BlockReader.DefaultInputs;

    /// <summary>Documents that others are compared with to leave near-duplicates out.</summary>
    internal int MostRemembered { get; init; } = NearDuplicateIndex.DefaultMostRemembered;

    /// <summary>Threads, the machine's cores counted where <see cref="Threads"/> is 0.</summary>
    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ClozeException">A value is outside its range, or two exclude each other.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        long least = NearDuplicates ? LeastMemory + MemoryOfDuplicates : LeastMemory;
        if (Memory < least)
        {
            string why = NearDuplicates ? " with `near_duplicates`" : "";
            throw new ClozeException(
                $"The memory of {Memory >> 20} MB is too little, expected at least {least >> 20} MB{why}.",
                "Give more, or leave it out.");
        }

        if (HeldOut is not (>= 0 and <= 0.9))
        {
            throw new ClozeException(
                FormattableString.Invariant($"`held_out` is {HeldOut}, outside its range: 0 to 0.9."),
                "Give a share within it, or leave it out.");
        }

        if (Part < 1 || Part > Parts || Parts > StoreParts.Most)
        {
            throw new ClozeException(
                $"Part {Part} of {Parts} cannot be, expected 1/1 to {StoreParts.Most}/{StoreParts.Most}.",
                "Count parts from 1.");
        }

        if (Resume && Append)
        {
            throw new ClozeException(
                "To go on and to append exclude each other.", "Finish the store with `resume` first, then append.");
        }
    }
}
