using System.Security.Cryptography;
using Cloze.Files;

namespace Cloze.Data;

/// <summary>The tokenizer that lies in a store, and in each part of one.</summary>
internal static class StoreTokenizer
{
    private const long LargestFile = 1L << 30;

    /// <summary>SHA-256 of its file, 64 hexadecimal digits.</summary>
    /// <exception cref="ClozeException">The file cannot be read.</exception>
    public static string HashOf(string folder) =>
        Convert.ToHexStringLower(SHA256.HashData(UntrustedFile.Read(PathIn(folder), LargestFile)));

    /// <summary>Checks that it is the one that the store was prepared with.</summary>
    /// <exception cref="ClozeException">The file cannot be read, or is another one.</exception>
    public static void Require(string folder, StoreSettings settings)
    {
        string found = HashOf(folder);
        if (found != settings.Tokenizer) throw Other(folder, settings.Tokenizer, found);
    }

    /// <summary>The error of another one.</summary>
    public static ClozeException Other(string folder, string expected, string found) => new(
        $"{PathIn(folder)} is not the tokenizer that the store was prepared with: it has the hash {found}, expected "
        + $"{expected}.",
        NamedFile.Hint);

    private static string PathIn(string folder) => Path.Combine(folder, "tokenizer.json");
}
