namespace Cloze.Files;

/// <summary>Files from outside that may be packed, read from front to back.</summary>
internal static class PackedFile
{
    private const int LongestStart = 8;

    /// <summary>Whether the name ends as those of packed files do, <c>.gz</c> and others.</summary>
    public static bool IsPacked(string path) => Packing.OfName(path) is not null;

    /// <summary>
    /// Opens the file's bytes, unpacked where its name or its first bytes say that it is packed. A pipe has no length
    /// and counts as empty: opening it would wait for a writer that may never come.
    /// </summary>
    /// <exception cref="ClozeException">The file cannot be opened.</exception>
    public static Stream Open(string path) => Open(path, bytes => bytes);

    /// <summary>The same, with something between the file's bytes as they lie there and their unpacking.</summary>
    /// <param name="path">The file.</param>
    /// <param name="through">Is given the file's bytes; what it gives is read, and closes them.</param>
    /// <exception cref="ClozeException">The file cannot be opened.</exception>
    public static Stream Open(string path, Func<Stream, Stream> through)
    {
        FileStream? file = null;
        try
        {
            if (UntrustedFile.IsEmpty(path)) return through(Stream.Null);
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            Packing? packing = Packing.OfName(path) ?? OfStart(file);
            Stream bytes = through(file);
            return packing is null ? bytes : packing.Unpack(bytes);
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

    /// <summary>The stream, or what is packed in it where it begins as packed files do.</summary>
    public static Stream Unpack(Stream stream)
    {
        Span<byte> start = stackalloc byte[LongestStart];
        int count = 0;
        while (count < start.Length && Packing.MayBegin(start[..count]))
        {
            // No more is read than one packing asks for: whoever types a line has the answer before the next.
            int more = stream.Read(start.Slice(count, 1));
            if (more == 0) break;
            count += more;
        }

        var whole = new PrefixedStream(start[..count].ToArray(), stream);
        return Packing.OfStart(start[..count]) is { } packing ? packing.Unpack(whole) : whole;
    }

    private static Packing? OfStart(FileStream file)
    {
        if (!file.CanSeek) return null;
        Span<byte> start = stackalloc byte[LongestStart];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return Packing.OfStart(start[..count]);
    }
}
