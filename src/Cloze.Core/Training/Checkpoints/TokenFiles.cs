using Cloze.Data;
using Cloze.Masking;

namespace Cloze.Training;

/// <summary>The token stores of a checkpoint: named by their content, so that none takes another's place.</summary>
internal static class TokenFiles
{
    /// <summary>The end of their names.</summary>
    public const string Extension = ".tokens";

    /// <summary>Builds a store and gives its file the name of its content.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="build">Builds the store at a path.</param>
    /// <exception cref="ClozeException">The file cannot be written.</exception>
    public static TokenStore Build(CheckpointFolder folder, Func<string, TokenStore> build)
    {
        string unnamed = folder.PathOf("unnamed" + Extension);
        string hash;
        using (TokenStore store = build(unnamed)) hash = store.ContentHash;
        string path = folder.PathOf(NameOf(hash));
        try
        {
            File.Move(unnamed, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"Cannot write {path}: {error.Message}", "Is another run using this folder? Choose another.", error);
        }

        return TokenStore.Open(path);
    }

    /// <summary>What a checkpoint keeps of a store.</summary>
    public static StoredTokens Describe(ISequenceSource store) => store switch
    {
        StoredSequences cut => new(Path.GetFullPath(cut.Store.Path), store.ContentHash, cut.Half),
        StoredDocumentRows rows => new(Path.GetFullPath(rows.Store.Path), store.ContentHash, rows.Half, true),
        _ => new(NameOf(store.ContentHash), store.ContentHash),
    };

    /// <summary>Opens a store of a checkpoint and checks that it holds what it held.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="stored">What the checkpoint keeps of the store.</param>
    /// <param name="pieces">The run's vocabulary.</param>
    /// <param name="sequenceLength">The run's longest sequence.</param>
    /// <exception cref="ClozeException">A file is missing, damaged, or another one.</exception>
    public static ISequenceSource Open(
        CheckpointFolder folder, StoredTokens stored, PieceTable pieces, int sequenceLength)
    {
        if (stored.Half is not { } half) return OpenOwn(folder, stored);
        ISequenceSource sequences = stored.IsDocuments
            ? StoreCorpus.OpenDocuments(stored.File, half, pieces)
            : StoreCorpus.Open(stored.File, half, pieces, sequenceLength);
        if (sequences.ContentHash == stored.Hash) return sequences;
        sequences.Dispose();
        throw new ClozeException(
            $"The store {stored.File} holds data with the hash {sequences.ContentHash}, but the run was started with "
            + $"{stored.Hash}.",
            "Put the store back as it was (nothing appended), or start the run again with `force`.");
    }

    private static TokenStore OpenOwn(CheckpointFolder folder, StoredTokens stored)
    {
        string path = folder.PathOf(stored.File);
        TokenStore store = TokenStore.Open(path);
        try
        {
            store.RequireContent();
            if (store.ContentHash == stored.Hash) return store;
            throw new ClozeException(
                $"{path} holds data with the hash {store.ContentHash}, but the run was started with {stored.Hash}.",
                "Put the run's own file back, or start the run again with `force`.");
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static string NameOf(string hash) => hash[..16] + Extension;
}
