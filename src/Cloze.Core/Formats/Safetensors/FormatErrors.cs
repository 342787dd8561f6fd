namespace Cloze.Formats;

/// <summary>The errors of a file that cannot be used.</summary>
internal static class FormatErrors
{
    /// <summary>The file breaks the format.</summary>
    internal static ClozeException Damaged(string path, string finding, Exception? innerException = null) => new(
        $"{path} is not a sound safetensors file: {finding}",
        "The file is damaged or unfinished; copy or download it again.",
        innerException);
}
