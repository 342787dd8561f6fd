namespace Cloze.Files;

/// <summary>Makes folders.</summary>
internal static class Folder
{
    /// <summary>Makes a folder and those above it, where they are missing.</summary>
    /// <exception cref="ClozeException">It cannot be made.</exception>
    public static void Create(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ClozeException(
                $"Cannot make the folder {path}: {error.Message}", "Choose another folder.", error);
        }
    }
}
