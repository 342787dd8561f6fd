using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Data;

/// <summary>Opens the files that a store's manifest names.</summary>
internal static class NamedFile
{
    /// <summary>What to do where one is missing or another one's.</summary>
    public const string Hint = "Copy it again from where the store was prepared, or prepare the corpus anew.";

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="ClozeException">It is missing, empty, or cannot be read.</exception>
    public static SafeFileHandle Open(string path)
    {
        try
        {
            return UntrustedFile.Open(path);
        }
        catch (ClozeException error) when (error.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClozeException(
                $"There is no file {path}, which the store's manifest names.", Hint, error.InnerException);
        }
    }
}
