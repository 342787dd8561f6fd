using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Files;

/// <summary>SHA-256 in 64 hexadecimal digits.</summary>
internal static class FileHash
{
    /// <summary>The hash of a file's bytes.</summary>
    /// <exception cref="ClozeException">The file is missing or cannot be read.</exception>
    public static string Of(string path)
    {
        using SafeFileHandle handle = UntrustedFile.Open(path);
        try
        {
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 1 << 16);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception error) when (UntrustedFile.IsUnreadable(error))
        {
            throw UntrustedFile.Unreadable(path, error);
        }
    }

    /// <summary>The hash of a text's UTF-8 bytes.</summary>
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
