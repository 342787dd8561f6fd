using System.IO.Compression;

namespace Cloze.Files;

/// <summary>Files from outside that may be packed with gzip, read from front to back.</summary>
internal static class PackedFile
{
    /// <summary>Whether the name ends in <c>.gz</c>.</summary>
    public static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Opens the file's bytes, unpacked where the name ends in <c>.gz</c>. A pipe has no length and counts as empty:
    /// opening it would wait for a writer that may never come.
    /// </summary>
    /// <exception cref="ClozeException">The file cannot be opened.</exception>
    public static Stream Open(string path)
    {
        try
        {
            if (UntrustedFile.IsEmpty(path)) return Stream.Null;
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            return IsPacked(path) ? new GZipStream(new TruncationGuard(file), CompressionMode.Decompress) : file;
        }
        catch (Exception error) when (UntrustedFile.IsUnreadable(error))
        {
            throw UntrustedFile.Unreadable(path, error);
        }
    }
}
