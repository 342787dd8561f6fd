using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>Opens files that others wrote.</summary>
internal static class InputFile
{
    /// <summary>Opens a file for reading. Links are followed, as the caches of model hubs are made of them.</summary>
    /// <exception cref="ClozeException">There is no such file, it may not be read, or it is empty.</exception>
    internal static SafeFileHandle Open(string path)
    {
        try
        {
            // A pipe has no length either, and opening one would wait for a writer that may never come.
            FileSystemInfo file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
            if (file is FileInfo { Exists: true, Length: 0 })
            {
                throw new ClozeException($"{path} is empty or no file at all.", "Copy or download it again.");
            }

            return File.OpenHandle(path, share: FileShare.Read | FileShare.Delete);
        }
        catch (Exception error) when (FormatErrors.IsUnreadable(error))
        {
            throw FormatErrors.Unreadable(path, error);
        }
    }
}
