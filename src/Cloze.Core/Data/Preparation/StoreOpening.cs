using Cloze.Files;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Data;

/// <summary>Whether a preparation may begin or go on in a folder, and with which files.</summary>
internal static class StoreOpening
{
    /// <summary>Checks what stands in the folder; true where the store is a new one.</summary>
    /// <exception cref="ClozeException">
    /// A store, a part of another division or something else stands there and is not to be gone on with, or there is
    /// none and it is.
    /// </exception>
    public static bool RequireFits(string folder, StoreOptions options)
    {
        if (options.Parts > 1) StoreParts.RequireDivision(options.Output, options.Part, options.Parts);
        bool exists = File.Exists(Path.Combine(folder, StoreManifest.FileName));
        if (!exists) RequireNone(folder, options);
        else if (!options.Resume && !options.Append) throw Standing(folder);
        if (options.Parts > 1 && File.Exists(Path.Combine(options.Output, StoreManifest.FileName)))
        {
            throw new ClozeException(
                $"{options.Output} is a store in one part, and part {options.Part} of {options.Parts} would lie in it.",
                "Choose another folder as `output`.");
        }

        if (options.Parts > 1 || exists || !StoreParts.AreIn(folder)) return !exists;
        throw new ClozeException(
            $"{folder} holds parts of a store, expected none beside a store in one part.",
            "Choose another folder as `output`.");
    }

    /// <summary>Checks that the store was begun with the same options.</summary>
    /// <exception cref="ClozeException">It was not, or is not complete and to be added to.</exception>
    public static void RequireSame(string folder, StoreManifest manifest, StoreSettings settings, StoreOptions options)
    {
        if (manifest.Part != options.Part || manifest.Parts != options.Parts)
        {
            throw new ClozeException(
                $"{folder} holds part {manifest.Part} of {manifest.Parts}, expected {options.Part} of {options.Parts}.",
                "Name the right folder and part.");
        }

        StoreChoices.RequireSame(folder, manifest.Settings, settings, options);
        if (options.Append && !manifest.IsComplete)
        {
            throw new ClozeException(
                $"{folder} is not complete, and files cannot be added to it.", "Finish it with `resume` first.");
        }
    }

    /// <summary>Checks by their headers and sizes that the shards are there and whole.</summary>
    /// <exception cref="ClozeException">One is missing, cut short, or another one's.</exception>
    public static void RequireShards(string folder, StoreManifest manifest)
    {
        foreach (StoreFile file in Enum.GetValues<StoreHalf>().SelectMany(manifest.FilesOf))
        {
            string path = Path.Combine(folder, file.File);
            StoredDocuments.RequireSame(path, StoreFile.Of(path, Shard.ReadHeader(path)), file);
        }
    }

    /// <summary>Checks that a tokenizer that is named has the vocabulary of the store.</summary>
    /// <exception cref="ClozeException">It has another.</exception>
    public static void RequireTokenizer(string folder, PieceTable pieces, string path)
    {
        var named = PieceTable.From(Tokenizer.Load(path));
        if (named.Hash == pieces.Hash) return;
        throw new ClozeException(
            $"{folder} was begun with another vocabulary ({pieces.Count} pieces, {pieces.Hash[..16]}) than that of "
            + $"{path} ({named.Count} pieces, {named.Hash[..16]}).",
            "Leave `tokenizer` out: the store has its own.");
    }

    /// <summary>The files that are not in the store yet, in order.</summary>
    /// <exception cref="ClozeException">
    /// A file has changed since it was prepared, or the one that was being read is not among them.
    /// </exception>
    public static IReadOnlyList<string> Remaining(
        string folder, StoreManifest manifest, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        Dictionary<string, StoreInput> done = manifest.Inputs.DistinctBy(input => input.Path)
            .ToDictionary(input => input.Path, StringComparer.Ordinal);
        var remaining = new List<string>();
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(folder, StoreManifest.FileName));
        foreach (string file in files)
        {
            if (!done.TryGetValue(Path.GetFullPath(file), out StoreInput? input)) remaining.Add(file);
            else RequireSame(file, input, written, cancellation);
        }

        if (manifest.Reading is not { } place) return remaining;
        if (remaining.Count > 0 && Path.GetFullPath(remaining[0]) == place.Path)
        {
            RequireSize(remaining[0], place.Bytes);
            return remaining;
        }

        throw new ClozeException(
            $"The preparation of {folder} stopped within {place.Path}, which is not the next file now.",
            "Give the files that it was begun with, in the same order.");
    }

    private static void RequireNone(string folder, StoreOptions options)
    {
        if (options.Append)
        {
            throw new ClozeException(
                $"There is no store in {folder} that files could be added to.", "Prepare it first.");
        }

        bool isTaken = Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(IsForeign);
        if (!isTaken) return;
        throw new ClozeException(
            $"{folder} holds other files, and no store.", "Choose an empty or new folder as `output`.");
    }

    // What an earlier start that came to no manifest may have left.
    private static bool IsForeign(string path)
    {
        string name = Path.GetFileName(path);
        string whole = name.EndsWith(AtomicFile.Partial, StringComparison.Ordinal)
            ? name[..^AtomicFile.Partial.Length]
            : name;
        return whole is not ("tokenizer.json" or "tokenizer_config.json" or "vocab.txt" or "vocab.json" or "merges.txt"
            or "run.lock" or "run.process") && name != StoreManifest.FileName + AtomicFile.Partial;
    }

    private static ClozeException Standing(string folder) => new(
        $"{folder} holds a store.",
        "Give `resume` to go on with its preparation, `append` to add files, or choose another folder as `output`.");

    // What was written since may have the same size: it is read once more.
    private static void RequireSame(
        string file, StoreInput input, DateTime written, CancellationToken cancellation)
    {
        RequireSize(file, input.Bytes);
        if (File.GetLastWriteTimeUtc(file) <= written) return;
        string hash = InputHash.Compute(file, cancellation).Hash;
        if (hash == input.Hash) return;
        throw new ClozeException(
            $"{file} has other text than when it was prepared: its hash is {hash[..16]}, expected {input.Hash[..16]}.",
            "Append new text as files of their own, or prepare the store anew.");
    }

    private static void RequireSize(string file, long? expected)
    {
        long found = UntrustedFile.Length(file);
        if (expected is null || found == expected) return;
        throw new ClozeException(
            $"{file} has {found} bytes, and had {expected} when it was prepared.",
            "Append new text as files of their own, or prepare the store anew.");
    }
}
