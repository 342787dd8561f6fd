using System.Security.Cryptography;
using System.Text;

namespace Cloze.Data;

/// <summary>Decides which documents are kept from training, to be evaluated on.</summary>
public static class HeldOut
{
    /// <summary>
    /// Whether a document belongs to the held-out tenth: the first byte of the SHA-256 of its UTF-8 bytes, line ends
    /// as <c>\n</c>, is a multiple of ten. It depends on nothing else, so it stays so when the corpus grows.
    /// </summary>
    public static bool Contains(string document)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(LineEnds.Normalize(document)), hash);
        return hash[0] % 10 == 0;
    }
}
