using System.IO.Compression;

namespace Cloze.Files;

/// <summary>Files from outside that may be packed with gzip, read from front to back.</summary>
internal static class PackedFile
{
    /// <summary>Whether the name ends in <c>.gz</c>.</summary>
    public static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Opens the file's bytes, unpacked where the name ends in <c>.gz</c> or the file begins as gzip does. A pipe has
    /// no length and counts as empty: opening it would wait for a writer that may never come.
    /// </summary>
    /// <exception cref="ClozeException">The file cannot be opened.</exception>
    public static Stream Open(string path)
    {
        FileStream? file = null;
        try
        {
            if (UntrustedFile.IsEmpty(path)) return Stream.Null;
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            bool isPacked = IsPacked(path) || BeginsAsGzip(file);
            return isPacked ? new GZipStream(new TruncationGuard(file), CompressionMode.Decompress) : file;
        }
        catch (Exception error) when (UntrustedFile.IsUnreadable(error))
        {
            file?.Dispose();
            throw UntrustedFile.Unreadable(path, error);
        }
    }

    private static bool BeginsAsGzip(FileStream file)
    {
        if (!file.CanSeek) return false;
        Span<byte> start = stackalloc byte[3];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..count].SequenceEqual<byte>([0x1F, 0x8B, 0x08]);
    }
}
