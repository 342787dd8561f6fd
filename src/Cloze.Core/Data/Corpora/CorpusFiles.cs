using Cloze.Files;

namespace Cloze.Data;

/// <summary>Finds the files of a corpus.</summary>
internal static class CorpusFiles
{
    private static readonly EnumerationOptions s_everyDepth = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    /// <summary>
    /// The files of the paths in the given order, those of a folder by their relative path in ordinal order, each file
    /// once. Within folders hidden entries and links are passed over, so that nothing outside is read; models are, too,
    /// as they are no text.
    /// </summary>
    /// <exception cref="ClozeException">
    /// A path is missing, of another kind, or a folder without readable files.
    /// </exception>
    public static CorpusListing Find(CorpusOptions options)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var leftOut = new List<string>();
        string[] files =
        [
            .. options.Paths.SelectMany(path => OfPath(path, options.NoText, leftOut))
                .Where(file => seen.Add(Path.GetFullPath(file))),
        ];
        return new CorpusListing(files, [.. leftOut.Distinct()]);
    }

    /// <summary>The extension that tells the format, in lower case, without one that says how it is packed.</summary>
    public static string Format(string path) =>
        Path.GetExtension(PackedFile.IsPacked(path) ? Path.GetFileNameWithoutExtension(path) : path).ToLowerInvariant();

    /// <summary>Whether a file is plain text, whose documents a <see cref="DocumentRule"/> separates.</summary>
    public static bool IsPlainText(string path) => Format(path) is ".txt" or ".md";

    /// <summary>The size of a file in bytes; 0 where it went away meanwhile, which is said when it is read.</summary>
    /// <exception cref="ClozeException">It may not be looked at.</exception>
    public static long LengthOf(string file) => File.Exists(file) ? UntrustedFile.Length(file) : 0;

    private static IEnumerable<string> OfPath(string path, IReadOnlyList<string> noText, List<string> leftOut)
    {
        if (CorpusStore.Exists(path))
        {
            throw new ClozeException(
                $"{path} is a prepared store, expected text.", "Name the text; only training reads a store.");
        }

        if (Directory.Exists(path)) return OfFolder(path, new ModelFolders(path, noText), leftOut);
        if (!File.Exists(path))
        {
            throw new ClozeException($"There is no file or folder {path}.", "Check the spelling of the path.");
        }

        if (CorpusFormats.IsReadable(path)) return [path];
        throw new ClozeException(
            $"{path} is of no kind that can be read; expected {CorpusFormats.Expected}.",
            "Rename it to .txt if it holds plain text.");
    }

    private static List<string> OfFolder(string folder, ModelFolders models, List<string> leftOut)
    {
        var files = new List<string>();
        foreach (string file in ListFolder(folder))
        {
            if (models.Find(file) is { } model) leftOut.Add(model);
            else files.Add(file);
        }

        if (files.Count > 0) return files;
        throw new ClozeException(
            $"The folder {folder} holds no {CorpusFormats.Searched} at any depth.",
            "Name another folder, or the files themselves; hidden files, links and models in it are passed over.");
    }

    /// <summary>The files of a folder that can be read, at any depth, in the ordinal order of their paths.</summary>
    /// <exception cref="ClozeException">The folder cannot be listed.</exception>
    public static List<string> ListFolder(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, "*", s_everyDepth)
                .Where(CorpusFormats.IsReadable)
                .OrderBy(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), StringComparer.Ordinal)
                .ToList();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"Cannot list {folder}: {error.Message}",
                "Check the permissions of the folder and of those in it, or name the files that are to be read.",
                error);
        }
    }
}
