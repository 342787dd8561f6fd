using Cloze.Files;

namespace Cloze.Data;

/// <summary>
/// Reads the documents of files as blocks, in bounded memory and in the order of the corpus. A file is read once: its
/// hash is that of what was read. Many small files share a block.
/// </summary>
/// <param name="options">How files are cut into documents.</param>
/// <param name="capacity">Characters of a block.</param>
/// <param name="cancellation">Stops the reading.</param>
/// <param name="mostInputs">Files that may begin in a block.</param>
internal sealed class BlockReader(
    CorpusOptions options, int capacity, CancellationToken cancellation, int mostInputs = BlockReader.DefaultInputs)
{
    /// <summary>Files that may begin in a block by default.</summary>
    public const int DefaultInputs = 256;

    // Few enough for a core's cache: text goes through these several times.
    private const int BufferBytes = 1 << 17;
    private readonly Stack<DocumentBlock> _free = [];
    private readonly Queue<DocumentBlock> _full = [];
    private readonly byte[] _bytes = new byte[BufferBytes];
    private readonly char[] _lines = new char[BufferBytes];

    /// <summary>Bytes of the inputs that were read to their end.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Takes a block back, to be filled again.</summary>
    public void Return(DocumentBlock block)
    {
        block.Clear();
        _free.Push(block);
    }

    /// <summary>The blocks of files, one after the other.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="place">How far one of them was read before; these documents are left out.</param>
    /// <exception cref="ClozeException">A file cannot be read, as of <see cref="Corpus.Read"/>.</exception>
    public IEnumerable<DocumentBlock> Read(IEnumerable<string> paths, StorePlace? place = null)
    {
        var collector = new DocumentCollector(options.DocumentRule, options.LongestDocument, Next, Rent());
        foreach (string path in paths)
        {
            string full = Path.GetFullPath(path);
            collector.BeginInput(path, UntrustedFile.Length(path), place?.Path == full ? place.Documents : 0);
            foreach (bool _ in CorpusFormats.Table(path) is null ? Text(path, collector) : Table(path, collector))
            {
                while (_full.TryDequeue(out DocumentBlock? block)) yield return block;
                cancellation.ThrowIfCancellationRequested();
            }
        }

        yield return collector.Block;
    }

    /// <summary>Fills blocks from a table, which is not read from front to back: its hash is found beside it.</summary>
    private IEnumerable<bool> Table(string path, DocumentCollector collector)
    {
        Task<(long Bytes, string Hash)> hash = InputHash.Begin(path, cancellation);
        foreach (bool full in Take(Corpus.ReadParts(path, options), collector)) yield return full;
        (long bytes, string digits) = hash.GetAwaiter().GetResult();
        End(path, bytes, digits, collector);
        yield return true;
    }

    /// <summary>Fills blocks; each value is a moment to take those that are full.</summary>
    private IEnumerable<bool> Text(string path, DocumentCollector collector)
    {
        HashedReading? hashed = null;
        using Stream stream = PackedFile.Open(path, bytes => hashed = new HashedReading(bytes));
        IEnumerable<bool> moments = CorpusFiles.Format(path) is ".txt" or ".md"
            ? Lines(stream, path, collector)
            : Take(Corpus.ReadText(stream, path, options), collector);
        foreach (bool full in moments) yield return full;
        string digits = Rest(path, hashed!);
        End(path, hashed!.Count, digits, collector);
        yield return true;
    }

    private IEnumerable<bool> Lines(Stream stream, string path, DocumentCollector collector)
    {
        var lines = new TextLineReader(stream, path, options.ReplaceInvalid, _bytes);
        while (TryAdd(lines, collector)) yield return true;
        collector.End();
    }

    private IEnumerable<bool> Take(IEnumerable<DocumentPart> parts, DocumentCollector collector)
    {
        foreach (DocumentPart part in parts)
        {
            collector.AddDocument(part);
            if (_full.Count > 0) yield return true;
        }
    }

    private bool TryAdd(TextLineReader lines, DocumentCollector collector)
    {
        if (lines.TryReadLines(_lines, out int count)) collector.AddLines(_lines.AsSpan(0, count));
        else if (lines.TryRead(out string segment)) collector.Add(segment, lines.EndsLine);
        else return false;
        return true;
    }

    private void End(string path, long bytes, string hash, DocumentCollector collector)
    {
        var input = new StoreInput(Path.GetFullPath(path), bytes, hash, collector.Documents);
        collector.Block.EndInput(input with { Whole = collector.Whole });
        BytesRead += bytes;
        if (collector.Block.Inputs.Count >= mostInputs) collector.HandOn();
    }

    private static string Rest(string path, HashedReading hashed)
    {
        try
        {
            return hashed.Finish();
        }
        catch (IOException error)
        {
            throw UntrustedFile.Unreadable(path, error);
        }
    }

    private DocumentBlock Next(DocumentBlock full)
    {
        _full.Enqueue(full);
        return Rent();
    }

    private DocumentBlock Rent() => _free.TryPop(out DocumentBlock? block) ? block : new DocumentBlock(capacity);
}
