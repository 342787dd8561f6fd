using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cloze.Data;

/// <summary>Decides which documents are kept from training, to be evaluated on.</summary>
internal static class HeldOut
{
    /// <summary>The share that is held out when nothing is said.</summary>
    public const double DefaultShare = 0.1;

    /// <summary>Whether a document belongs to the held-out tenth.</summary>
    public static bool Contains(string document) => Contains(document, DefaultShare);

    /// <summary>
    /// Whether a document belongs to the held-out share. It depends on the SHA-256 of its UTF-8 bytes alone, line ends
    /// as <c>\n</c>, so it stays so when the corpus grows, and a greater share holds all of a smaller one. Of a tenth
    /// are the documents whose first byte is a multiple of ten; the next eight bytes divide each tenth.
    /// </summary>
    /// <param name="document">Its text.</param>
    /// <param name="share">The share, in (0, 1).</param>
    public static bool Contains(string document, double share) => Rank(document) < share * 10;

    /// <summary>
    /// A document's place in the order in which growing shares take documents in, in [0, 10): the share 1 has all.
    /// </summary>
    public static double Rank(string document) => RankOf(LineEnds.Normalize(document));

    /// <summary>Whether a document belongs to the held-out share; its lines are ended by <c>\n</c>.</summary>
    /// <param name="document">Its text.</param>
    /// <param name="share">The share, in (0, 1).</param>
    /// <param name="sha256">
    /// What hashes one document after the other, in less time than a hash of its own for each.
    /// </param>
    public static bool Contains(ReadOnlySpan<char> document, double share, IncrementalHash sha256) =>
        RankOf(document, sha256) < share * 10;

    private static double RankOf(ReadOnlySpan<char> document, IncrementalHash? sha256 = null)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(document.Length));
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, Encoding.UTF8.GetBytes(document, buffer));
        if (sha256 is null)
        {
            SHA256.HashData(bytes, hash);
        }
        else
        {
            sha256.AppendData(bytes);
            sha256.GetHashAndReset(hash);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        double withinTenth = (BinaryPrimitives.ReadUInt64BigEndian(hash[1..]) >> 11) * Math.ScaleB(1, -53);
        return (hash[0] % 10) + withinTenth;
    }
}
