namespace Cloze.Files;

/// <summary>What the disk did to a write that failed.</summary>
internal static class DiskFault
{
    private const int NoSpaceOfUnix = 28;
    private const int QuotaOfLinux = 122;
    private const int QuotaOfMac = 69;
    private const int HandleFullOfWindows = 0x27;
    private const int FullOfWindows = 0x70;

    /// <summary>Whether it is the disk, and not what was to be written, that failed.</summary>
    public static bool Is(Exception error) =>
        error is ClozeException { InnerException: IOException or UnauthorizedAccessException };

    /// <summary>Whether the disk is full, or the user's share of it: the system's own number says so.</summary>
    public static bool IsFull(Exception error) => error switch
    {
        ClozeException { InnerException: IOException inner } => IsFull(inner),
        IOException => OperatingSystem.IsWindows()
            ? (error.HResult & 0xFFFF) is HandleFullOfWindows or FullOfWindows
            : error.HResult is NoSpaceOfUnix or QuotaOfLinux or QuotaOfMac,
        _ => false,
    };
}
