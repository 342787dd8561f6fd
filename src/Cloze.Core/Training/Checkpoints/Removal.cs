namespace Cloze.Training;

/// <summary>Takes files of a run's folder away.</summary>
internal static class Removal
{
    /// <summary>Removes a file; nothing happens where there is none.</summary>
    /// <exception cref="ClozeException">It cannot be removed.</exception>
    public static void Require(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nor its folder: nothing is there.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"Cannot remove {path}: {error.Message}", "Is another run using this folder? Choose another.", error);
        }
    }
}
