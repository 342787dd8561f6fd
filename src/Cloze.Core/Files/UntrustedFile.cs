using Microsoft.Win32.SafeHandles;

namespace Cloze.Files;

/// <summary>Opens and reads files that others wrote: nothing about them is believed before it is checked.</summary>
internal static class UntrustedFile
{
    /// <summary>
    /// Opens a file for reading. Links are followed, as the caches of model hubs are made of them; a pipe counts as
    /// empty.
    /// </summary>
    /// <exception cref="ClozeException">There is no such file, it may not be read, or it is empty.</exception>
    public static SafeFileHandle Open(string path)
    {
        try
        {
            if (IsEmpty(path))
            {
                throw new ClozeException($"{path} is empty or no file at all.", "Copy or download it again.");
            }

            return File.OpenHandle(path, share: FileShare.Read | FileShare.Delete);
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>The whole file, if it is no longer than the limit.</summary>
    /// <exception cref="ClozeException">
    /// The file is missing, cannot be read, is empty or is longer than the limit.
    /// </exception>
    public static byte[] Read(string path, long maximumBytes)
    {
        using SafeFileHandle handle = Open(path);
        try
        {
            using var stream = new FileStream(handle, FileAccess.Read);
            if (stream.Length > maximumBytes)
            {
                throw new ClozeException(
                    FormattableString.Invariant($"{path} has {stream.Length} bytes, expected at most {maximumBytes}."),
                    "Check that it is the right file.");
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>The size of a file in bytes; of a pipe 0.</summary>
    /// <exception cref="ClozeException">There is no such file, or it may not be looked at.</exception>
    public static long Length(string path)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>Reads bytes at a place of an open file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="handle">The file.</param>
    /// <param name="offset">The first byte's place; the file had the bytes when its length was asked for.</param>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="ClozeException">It cannot be read, or became shorter.</exception>
    public static void ReadFully(string path, SafeFileHandle handle, long offset, Span<byte> destination)
    {
        try
        {
            while (destination.Length > 0)
            {
                int count = RandomAccess.Read(handle, destination, offset);
                if (count == 0)
                {
                    throw new ClozeException(
                        $"{path}: it became shorter while it was read.",
                        "The file is damaged or unfinished; copy or download it again.");
                }

                offset += count;
                destination = destination[count..];
            }
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>
    /// Whether there is nothing to read. A pipe has no length either, and opening one would wait for a writer that may
    /// never come.
    /// </summary>
    /// <exception cref="IOException">The link leads nowhere, or cannot be followed.</exception>
    public static bool IsEmpty(string path)
    {
        FileSystemInfo file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        return file is FileInfo { Exists: true, Length: 0 };
    }

    /// <summary>The error of a file that cannot be opened or read at all.</summary>
    public static ClozeException Unreadable(string path, Exception innerException) => innerException switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new ClozeException($"There is no file {path}.", "Check the path.", innerException),
        _ => new ClozeException(
            $"Cannot read {path}: {innerException.Message}",
            "Check that it is a file, and that you may read it.",
            innerException),
    };

    /// <summary>Whether an exception of the operating system says that a file cannot be opened or read.</summary>
    public static bool IsUnreadable(Exception error) =>
        error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;
}
