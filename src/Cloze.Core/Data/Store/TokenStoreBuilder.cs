using System.Runtime.InteropServices;
using Cloze.Files;
using Cloze.Masking;

namespace Cloze.Data;

/// <summary>Turns documents into a <see cref="TokenStore"/>, in memory bounded by a few documents.</summary>
/// <remarks>A document is cut by <see cref="SequenceCut"/>: no sequence mixes two documents.</remarks>
internal static class TokenStoreBuilder
{
    private const int BlockCharacters = 1 << 21;
    private const int BlockDocuments = 1024;

    /// <summary>Builds the store's file, all or nothing, and opens it.</summary>
    /// <param name="documents">Texts of the documents, read once.</param>
    /// <param name="tokenize">Appends a text's ids without special pieces; called from several threads.</param>
    /// <param name="pieces">The vocabulary of the ids.</param>
    /// <param name="options">Sequence length and threads.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops the building; an older file then stays.</param>
    /// <exception cref="ClozeException">No document gives a token, or the file cannot be written.</exception>
    public static TokenStore Build(
        IEnumerable<string> documents,
        Action<string, List<int>> tokenize,
        PieceTable pieces,
        TokenStoreOptions options,
        string path,
        CancellationToken cancellation = default)
    {
        options.Validate();
        AtomicFile.Write(path, destination =>
        {
            using var places = new FileStream(
                path + ".places",
                FileMode.Create,
                FileAccess.ReadWrite,
                FileShare.None,
                1 << 16,
                FileOptions.DeleteOnClose);
            Write(documents, tokenize, pieces, options, places, destination, cancellation);
        });
        return TokenStore.Open(path);
    }

    /// <summary>
    /// Builds a small store in memory; arguments as in <see cref="Build"/>. The last one is told after each document,
    /// in order, how many sequences there are.
    /// </summary>
    /// <exception cref="ClozeException">No document gives a token.</exception>
    public static TokenStore BuildInMemory(
        IEnumerable<string> documents,
        Action<string, List<int>> tokenize,
        PieceTable pieces,
        TokenStoreOptions options,
        CancellationToken cancellation = default,
        Action<int>? documentDone = null)
    {
        options.Validate();
        using var places = new MemoryStream();
        using var destination = new MemoryStream();
        Write(documents, tokenize, pieces, options, places, destination, cancellation, documentDone);
        return TokenStore.FromBytes(destination.GetBuffer().AsSpan(0, (int)destination.Length));
    }

    private static void Write(
        IEnumerable<string> documents,
        Action<string, List<int>> tokenize,
        PieceTable pieces,
        TokenStoreOptions options,
        Stream places,
        Stream destination,
        CancellationToken cancellation,
        Action<int>? documentDone = null)
    {
        var writer = new TokenStoreWriter(pieces, options.SequenceLength, places, destination);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads,
            CancellationToken = cancellation,
        };
        var ids = new List<List<int>>();
        foreach (List<string> block in Blocks(documents))
        {
            while (ids.Count < block.Count) ids.Add([]);
            Parallel.For(0, block.Count, parallel, i =>
            {
                ids[i].Clear();
                tokenize(block[i], ids[i]);
            });
            for (int i = 0; i < block.Count; i++)
            {
                writer.AddDocument(CollectionsMarshal.AsSpan(ids[i]));
                documentDone?.Invoke((int)writer.SequenceCount);
            }
        }

        cancellation.ThrowIfCancellationRequested();
        writer.Finish();
    }

    private static IEnumerable<List<string>> Blocks(IEnumerable<string> documents)
    {
        var block = new List<string>();
        long characters = 0;
        foreach (string document in documents)
        {
            block.Add(document);
            characters += document.Length;
            if (characters < BlockCharacters && block.Count < BlockDocuments) continue;
            yield return block;
            block.Clear();
            characters = 0;
        }

        if (block.Count > 0) yield return block;
    }
}
