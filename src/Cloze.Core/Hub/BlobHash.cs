using System.Security.Cryptography;
using System.Text;

namespace Cloze.Hub;

/// <summary>The two ways in which a hub names contents.</summary>
internal static class BlobHash
{
    private const int GitDigits = 40, LargeDigits = 64;

    /// <summary>The hash in an <c>ETag</c>, without quotes and marks; null where it is none of the two kinds.</summary>
    public static string? TryRead(string? tag)
    {
        if (tag is null) return null;
        string hash = (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');
        return hash.Length is GitDigits or LargeDigits && hash.All(char.IsAsciiHexDigitLower) ? hash : null;
    }

    /// <summary>The hash of a content, of the same kind as another: git's has its length before it.</summary>
    /// <param name="content">The content, from its beginning.</param>
    /// <param name="like">A hash of 40 digits for git's, of 64 for SHA-256.</param>
    public static string Of(Stream content, string like)
    {
        bool isGit = like.Length == GitDigits;
        using var hash = IncrementalHash.CreateHash(isGit ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        if (isGit) hash.AppendData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"blob {content.Length}\0")));
        byte[] buffer = new byte[1 << 16];
        content.Position = 0;
        for (int count = content.Read(buffer); count > 0; count = content.Read(buffer))
        {
            hash.AppendData(buffer, 0, count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
