using System.Security.Cryptography;
using Cloze.Files;

namespace Cloze.Data;

/// <summary>
/// The SHA-256 of an input's bytes, found beside its being read: for tables, which are not read from front to back.
/// </summary>
internal static class InputHash
{
    /// <summary>Begins to read a file.</summary>
    /// <returns>Its size and hash, 64 hexadecimal digits.</returns>
    public static Task<(long Bytes, string Hash)> Begin(string path, CancellationToken cancellation) =>
        Task.Run(() => Compute(path, cancellation), cancellation);

    /// <summary>Reads a file.</summary>
    /// <returns>Its size and hash, 64 hexadecimal digits.</returns>
    /// <exception cref="ClozeException">The file cannot be read.</exception>
    public static (long Bytes, string Hash) Compute(string path, CancellationToken cancellation)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[1 << 18];
            long bytes = 0;
            for (int count; (count = file.Read(buffer)) > 0; bytes += count)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, count);
            }

            return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (Exception error) when (UntrustedFile.IsUnreadable(error))
        {
            throw UntrustedFile.Unreadable(path, error);
        }
    }
}
