using Cloze.Files;

namespace Cloze.Data;

/// <summary>Reads the documents of files as blocks, in bounded memory and in the order of the corpus.</summary>
/// <param name="options">How files are cut into documents.</param>
/// <param name="capacity">Characters of a block.</param>
/// <param name="cancellation">Stops the reading.</param>
internal sealed class BlockReader(CorpusOptions options, int capacity, CancellationToken cancellation)
{
    private const int BufferBytes = 1 << 20;
    private readonly Stack<DocumentBlock> _free = [];
    private readonly Queue<DocumentBlock> _full = [];
    private readonly char[] _lines = new char[BufferBytes];

    /// <summary>Bytes of the inputs that were read to their end.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Takes a block back, to be filled again.</summary>
    public void Return(DocumentBlock block)
    {
        block.Clear();
        _free.Push(block);
    }

    /// <summary>The blocks of a file; the last one, which may be empty, says what the file was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="skipped">Documents at its beginning that are left out.</param>
    /// <exception cref="ClozeException">The file cannot be read, as of <see cref="Corpus.Read"/>.</exception>
    public IEnumerable<DocumentBlock> Read(string path, long skipped)
    {
        Task<(long Bytes, string Hash)> hash = InputHash.Begin(path, cancellation);
        var collector = new DocumentCollector(options.DocumentRule, options.LongestDocument, Next, Rent());
        long documents = 0;
        foreach (bool _ in Fill(path, collector))
        {
            while (_full.TryDequeue(out DocumentBlock? block))
            {
                documents += Skip(block, documents, skipped);
                block.Source = path;
                yield return block;
            }

            cancellation.ThrowIfCancellationRequested();
        }

        DocumentBlock last = collector.Block;
        documents += Skip(last, documents, skipped);
        (long bytes, string digits) = hash.GetAwaiter().GetResult();
        last.Source = path;
        last.EndedInput = new StoreInput(Path.GetFullPath(path), bytes, digits, documents);
        BytesRead += bytes;
        yield return last;
    }

    /// <summary>Fills blocks; each value is a moment to take those that are full.</summary>
    private IEnumerable<bool> Fill(string path, DocumentCollector collector)
    {
        if (CorpusFiles.Format(path) is not (".txt" or ".md"))
        {
            foreach (string text in Corpus.ReadFile(path, options))
            {
                collector.AddDocument(text);
                if (_full.Count > 0) yield return true;
            }

            yield break;
        }

        using Stream stream = PackedFile.Open(path);
        var lines = new TextLineReader(stream, path, options.ReplaceInvalid, BufferBytes);
        while (TryAdd(lines, collector)) yield return true;
        collector.End();
        yield return true;
    }

    private bool TryAdd(TextLineReader lines, DocumentCollector collector)
    {
        if (lines.TryReadLines(_lines, out int count)) collector.AddLines(_lines.AsSpan(0, count));
        else if (lines.TryRead(out string segment)) collector.Add(segment, lines.EndsLine);
        else return false;
        return true;
    }

    private DocumentBlock Next(DocumentBlock full)
    {
        _full.Enqueue(full);
        return Rent();
    }

    private DocumentBlock Rent() => _free.TryPop(out DocumentBlock? block) ? block : new DocumentBlock(capacity);

    /// <summary>Leaves out those of a block's documents that are among the first; returns how many it had.</summary>
    private static int Skip(DocumentBlock block, long before, long skipped)
    {
        int count = block.Documents.Count;
        block.Documents.RemoveRange(0, (int)Math.Clamp(skipped - before, 0, count));
        return count;
    }
}
