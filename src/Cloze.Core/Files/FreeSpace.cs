namespace Cloze.Files;

/// <summary>Room on a disk.</summary>
internal static class FreeSpace
{
    /// <summary>
    /// The bytes that may still be written below a folder; null where the file system does not say. The folder need not
    /// be there yet.
    /// </summary>
    public static long? Of(string folder)
    {
        try
        {
            string? known = Path.GetFullPath(folder);
            while (known is not null && !Directory.Exists(known)) known = Path.GetDirectoryName(known);
            if (known is null) return null;
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(known)! : known);

            // Some file systems of networks have no sizes at all.
            return drive.TotalSize > 0 ? drive.AvailableFreeSpace : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
