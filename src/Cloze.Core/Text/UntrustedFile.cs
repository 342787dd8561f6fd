namespace Cloze.Text;

/// <summary>Reads small files that others wrote.</summary>
internal static class UntrustedFile
{
    /// <summary>The whole file, if it is no longer than the limit.</summary>
    /// <exception cref="ClozeException">
    /// The file is missing, cannot be read, is empty or is longer than the limit.
    /// </exception>
    public static byte[] Read(string path, long maximumBytes)
    {
        try
        {
            // A pipe has no length either, and opening one would wait for a writer that may never come.
            FileSystemInfo file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
            if (file is FileInfo { Exists: true, Length: 0 })
            {
                throw new ClozeException($"{path} is empty or no file at all.", "Copy or download it again.");
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length <= maximumBytes)
            {
                byte[] bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            }

            throw new ClozeException(
                $"{path} has {stream.Length} bytes, at most {maximumBytes} are expected.",
                "Check that this is the right file; a tokenizer is much smaller.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClozeException($"There is no file {path}.", "Check the path.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"Cannot read {path}: {error.Message}", "Check the file and its permissions.", error);
        }
    }
}
