using System.Globalization;

namespace Cloze.Files;

/// <summary>
/// Keeps a folder for one process. The lock is a file that is held open: the system lets go of it when the process
/// ends, however it ends, so that none is ever left behind.
/// </summary>
/// <remarks>
/// Who holds it stands in a file beside it, since the held one cannot be read. The lock's file stays when it is given
/// back: a process that removed it could take it from under another that has just opened it.
/// </remarks>
internal sealed class FolderLock : IDisposable
{
    /// <summary>The file that is held.</summary>
    public const string LockFile = "run.lock";

    /// <summary>The file that names the holder.</summary>
    public const string HolderFile = "run.process";

    private readonly string _holder;
    private readonly FileStream _file;

    private FolderLock(string holder, FileStream file)
    {
        _holder = holder;
        _file = file;
    }

    /// <summary>Takes the lock of a folder that exists.</summary>
    /// <param name="folder">Where the lock's files are.</param>
    /// <param name="guarded">The folder that is guarded, for the message.</param>
    /// <param name="hint">What to do where another process has it.</param>
    /// <exception cref="ClozeException">Another process has it, or the folder cannot be written.</exception>
    public static FolderLock Take(string folder, string guarded, string hint)
    {
        string path = Path.Combine(folder, LockFile);
        string holder = Path.Combine(folder, HolderFile);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, Describe());
            return new FolderLock(holder, file);
        }
        catch (IOException error) when (file is null && IsHeld(error))
        {
            throw new ClozeException($"{guarded} is being written by {ReadHolder(holder)}.", hint, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new ClozeException($"Cannot write {path}: {error.Message}", "Choose another folder.", error);
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_holder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next holder writes its own name there; nothing else reads it.
        }

        _file.Dispose();
    }

    private static string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}");

    /// <summary>"process 1234", with its machine where that is another.</summary>
    private static string ReadHolder(string path)
    {
        try
        {
            return File.ReadAllText(path).Split(' ', 2) is [var process, var machine]
                && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? $"process {process}" + (machine == Environment.MachineName ? "" : " of another machine")
                    : "another process";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    /// <summary>Whether opening failed because another has the file open: the system's own number says so.</summary>
    private static bool IsHeld(IOException error)
    {
        const int sharingViolation = 32, lockViolation = 33, wouldBlock = 11, wouldBlockOfBsd = 35;
        return OperatingSystem.IsWindows()
            ? (error.HResult & 0xFFFF) is sharingViolation or lockViolation
            : error.HResult is wouldBlock or wouldBlockOfBsd;
    }
}
