namespace Cloze.Formats;

/// <summary>The errors of a file that cannot be used.</summary>
internal static class FormatErrors
{
    /// <summary>The file breaks the format.</summary>
    internal static ClozeException Damaged(string path, string finding, Exception? innerException = null) => new(
        $"{path} is not a sound safetensors file: {finding}",
        "The file is damaged or unfinished; copy or download it again.",
        innerException);

    /// <summary>The file cannot be opened or read at all.</summary>
    internal static ClozeException Unreadable(string path, Exception innerException) => new(
        $"Cannot read {path}: {innerException.Message}",
        "Check that the file exists, that it is a file, and that you may read it.",
        innerException);

    /// <summary>Whether an exception of the operating system says that a file cannot be opened or read.</summary>
    internal static bool IsUnreadable(Exception error) =>
        error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;
}
