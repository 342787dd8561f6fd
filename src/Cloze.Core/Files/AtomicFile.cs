namespace Cloze.Files;

/// <summary>Writes a file so that a reader, a crash or a full disk never meets half of it.</summary>
internal static class AtomicFile
{
    /// <summary>The end of the name of a file that is being written; a process that is killed leaves it.</summary>
    public const string Partial = ".partial";

    /// <summary>
    /// Lets <paramref name="write"/> fill a file beside <paramref name="path"/>, flushes it to the disk and renames it
    /// into place, and flushes the folder, so that the new file is there for good. When anything fails, the file that
    /// stood there before stays as it was.
    /// </summary>
    /// <exception cref="ClozeException">The disk is full or the place cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string beside = path + Partial;
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
            FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception error)
        {
            TryDelete(beside);
            if (error is IOException or UnauthorizedAccessException)
            {
                throw new ClozeException(
                    $"Cannot write {path}: {error.Message}",
                    "Free some disk space or choose another folder; what stood there before is unchanged.",
                    error);
            }

            throw;
        }
    }

    /// <summary>The same; gives the SHA-256 of what was written, 64 hexadecimal digits.</summary>
    /// <exception cref="ClozeException">The disk is full or the place cannot be written.</exception>
    public static string WriteHashed(string path, Action<Stream> write)
    {
        string hash = "";
        Write(path, stream =>
        {
            using var hashed = new HashedStream(stream);
            write(hashed);
            hash = hashed.Hash();
        });
        return hash;
    }

    /// <summary>Writes UTF-8 text, without a byte order mark, as <see cref="Write"/> does.</summary>
    /// <exception cref="ClozeException">The disk is full or the place cannot be written.</exception>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error that led here matters more than a file left over; the next write replaces it.
        }
    }
}
