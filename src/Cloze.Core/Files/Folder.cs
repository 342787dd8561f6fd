namespace Cloze.Files;

/// <summary>Makes folders.</summary>
internal static class Folder
{
    /// <summary>Makes a folder and those above it, where they are missing, for good.</summary>
    /// <exception cref="ClozeException">It cannot be made.</exception>
    public static void Create(string path)
    {
        try
        {
            string[] missing = [.. Missing(Path.GetFullPath(path))];
            Directory.CreateDirectory(path);
            foreach (string made in missing) FolderFlush.Flush(Path.GetDirectoryName(made)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClozeException(
                $"Cannot make the folder {path}: {error.Message}", "Choose another folder.", error);
        }
    }

    // The root is never missing where anything can be made.
    private static IEnumerable<string> Missing(string path)
    {
        for (string? at = path; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            if (Path.GetDirectoryName(at) is not null) yield return at;
        }
    }
}
