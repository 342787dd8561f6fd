using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// A prepared corpus, opened for reading: the shards of all its parts as one. Reading is thread-safe.
/// </summary>
internal sealed class CorpusStore : IDisposable
{
    private readonly StoreManifest[] _parts;

    private CorpusStore(string path, StoreManifest[] parts)
    {
        Path = path;
        _parts = parts;
        TrainingDocuments = StoredDocuments.Empty;
        HeldOutDocuments = StoredDocuments.Empty;
    }

    /// <summary>The store's folder.</summary>
    public string Path { get; }

    /// <summary>Files that the documents are from.</summary>
    public int InputCount => _parts.Sum(part => part.Inputs.Count);

    /// <summary>The documents that are trained on.</summary>
    public StoredDocuments TrainingDocuments { get; private set; }

    /// <summary>The documents that are evaluated on.</summary>
    public StoredDocuments HeldOutDocuments { get; private set; }

    /// <summary>The documents of a half.</summary>
    public StoredDocuments DocumentsOf(StoreHalf half) =>
        half == StoreHalf.HeldOut ? HeldOutDocuments : TrainingDocuments;

    /// <summary>Whether a path leads to a store, or to parts of one; nothing is read.</summary>
    public static bool Exists(string path) => StoreParts.AreIn(path);

    /// <summary>What decided the ids of a store, and the folder of its tokenizer; only its manifest is read.</summary>
    /// <exception cref="ClozeException">There is no store, or its manifest is damaged.</exception>
    public static StoreSettings ReadSettings(string path, out string tokenizerFolder)
    {
        tokenizerFolder = StoreParts.All(path)[0];
        return StoreJson.Read(tokenizerFolder).Settings;
    }

    /// <summary>
    /// Counts the documents that a store was made from; only its manifests are read. Null where one of them does not
    /// say, as in older versions.
    /// </summary>
    /// <exception cref="ClozeException">There is no store, or a manifest is damaged.</exception>
    public static DocumentTally? ReadTally(string path)
    {
        StoreInput[] inputs = [.. StoreParts.All(path).SelectMany(folder => StoreJson.Read(folder).Inputs)];
        return inputs.Any(input => input.Whole is null)
            ? null
            : new DocumentTally(inputs.Sum(input => input.Whole!.Value), inputs.Sum(input => input.Documents));
    }

    /// <summary>Opens a store and checks its manifest and tables; ids are checked when they are read.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="only">The half that is needed; null for both.</param>
    /// <exception cref="ClozeException">
    /// There is no store, a part or shard of it is missing, damaged or another one's, or it is not complete.
    /// </exception>
    public static CorpusStore Open(string path, StoreHalf? only = null)
    {
        IReadOnlyList<string> folders = StoreParts.All(path);
        StoreManifest[] parts = [.. folders.Select(StoreJson.Read)];
        for (int i = 0; i < parts.Length; i++) RequireFits(parts, i, folders[i]);
        var store = new CorpusStore(path, parts);
        try
        {
            if (only is not StoreHalf.HeldOut) store.TrainingDocuments = store.OpenHalf(StoreHalf.Training, folders);
            if (only is not StoreHalf.Training) store.HeldOutDocuments = store.OpenHalf(StoreHalf.HeldOut, folders);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Checks that the ids belong to this vocabulary.</summary>
    /// <exception cref="ClozeException">They belong to another.</exception>
    public void RequireVocabulary(PieceTable pieces)
    {
        StoreManifest manifest = _parts[0];
        if (manifest.VocabularyHash == pieces.Hash && manifest.VocabularySize == pieces.Count) return;
        throw new ClozeException(
            $"{Path} was prepared with another vocabulary ({manifest.VocabularySize} pieces, "
            + $"{Short(manifest.VocabularyHash)}) than the one in use ({pieces.Count} pieces, {Short(pieces.Hash)}).",
            "Use the tokenizer in the store's folder, or prepare the corpus again with this one.");
    }

    /// <summary>Reads all ids and checks them.</summary>
    /// <exception cref="ClozeException">A shard is damaged.</exception>
    public void RequireIds(CancellationToken cancellation)
    {
        TrainingDocuments.RequireIds(cancellation);
        HeldOutDocuments.RequireIds(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        TrainingDocuments.Dispose();
        HeldOutDocuments.Dispose();
    }

    private StoredDocuments OpenHalf(StoreHalf half, IReadOnlyList<string> folders) => StoredDocuments.Open(
        _parts.SelectMany((part, i) => part.FilesOf(half).Select(
            file => (System.IO.Path.Combine(folders[i], file.File), file))),
        _parts[0]);

    private static void RequireFits(StoreManifest[] parts, int index, string folder)
    {
        StoreManifest part = parts[index];
        if (!part.IsComplete)
        {
            throw new ClozeException(
                $"{folder} is not complete: its preparation ended after {part.Inputs.Count} files.",
                "Finish it with cloze prepare, which can go on where it stopped.");
        }

        if (part.Part != index + 1 || part.Parts != parts.Length)
        {
            throw new ClozeException(
                $"{folder} holds part {part.Part} of {part.Parts}, expected part {index + 1} of {parts.Length}.",
                "Copy the right part there, or prepare it again.");
        }

        if (part.SettingsHash != parts[0].SettingsHash)
        {
            throw new ClozeException(
                $"{folder} was prepared with other options or another tokenizer ({Short(part.SettingsHash)}) than the "
                + $"first part ({Short(parts[0].SettingsHash)}).",
                "Prepare all parts with the same options and tokenizer.");
        }

        if (part.CorpusHash is not { } hash || parts[0].CorpusHash is not { } first || hash == first) return;
        throw new ClozeException(
            $"{folder} is a part of another corpus ({Short(hash)}) than the first part ({Short(first)}): the names or "
            + "sizes of the files differ.",
            "Prepare all parts from the same files as `data`, named in the same order.");
    }

    private static string Short(string hash) => hash[..Math.Min(hash.Length, 16)];
}
