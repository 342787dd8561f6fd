using System.Runtime.InteropServices;

namespace Cloze.Files;

/// <summary>
/// Flushes a folder's entries to the disk. A file's own flush keeps its bytes; that a name leads to them is kept by the
/// folder, and a machine that loses power may forget a renaming that was not flushed.
/// </summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;
    private const int InputOutput = 5;

    /// <summary>
    /// Flushes the folder. Nothing is done on Windows, whose file systems write renamings to their journal, and where
    /// a file system has no such call.
    /// </summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            FlushOnUnix(folder);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // Without the call everything is as safe as the file system is by itself.
        }
    }

    private static void FlushOnUnix(string folder)
    {
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) return;
        try
        {
            int error;
            do error = Synchronize(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
            while (error == Interrupted);
            if (error == InputOutput) throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
