using System.IO.Compression;

namespace Cloze.Files;

/// <summary>Files from outside that may be packed with gzip, read from front to back.</summary>
internal static class PackedFile
{
    private static readonly byte[] s_gzip = [0x1F, 0x8B, 0x08];

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

    /// <summary>
    /// Opens a file that a user names to be read once, as it stands: a pipe, too, whose writer is then waited for.
    /// </summary>
    /// <exception cref="ClozeException">The file cannot be opened.</exception>
    public static CountedStream OpenOnce(string path)
    {
        try
        {
            return new CountedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1));
        }
        catch (Exception error) when (UntrustedFile.IsUnreadable(error))
        {
            throw UntrustedFile.Unreadable(path, error);
        }
    }

    /// <summary>The stream, or what is packed in it where it begins as gzip does.</summary>
    public static Stream Unpack(Stream stream)
    {
        Span<byte> start = stackalloc byte[s_gzip.Length];
        int count = 0;
        while (count < start.Length && start[..count].SequenceEqual(s_gzip.AsSpan(0, count)))
        {
            int more = stream.Read(start[count..]);
            if (more == 0) break;
            count += more;
        }

        var whole = new PrefixedStream(start[..count].ToArray(), stream);
        return start[..count].SequenceEqual(s_gzip)
            ? new GZipStream(new TruncationGuard(whole), CompressionMode.Decompress)
            : whole;
    }

    private static bool BeginsAsGzip(FileStream file)
    {
        if (!file.CanSeek) return false;
        Span<byte> start = stackalloc byte[s_gzip.Length];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..count].SequenceEqual(s_gzip);
    }
}
