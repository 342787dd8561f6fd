using System.Buffers.Binary;
using System.Security.Cryptography;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Data;

/// <summary>
/// A file of the signatures of documents that are in a store: for each the document's place in the corpus and the 16
/// numbers of its signature, little-endian, 8 bytes each. What is added later is compared with them.
/// </summary>
/// <param name="File">Its name, beside the manifest.</param>
/// <param name="Documents">Documents in it.</param>
/// <param name="Hash">SHA-256 of its bytes, 64 hexadecimal digits.</param>
internal sealed record SignatureFile(string File, long Documents, string Hash)
{
    /// <summary>Bytes of a document.</summary>
    public const int RecordBytes = (MinHash.Bands + 1) * sizeof(ulong);

    private const int RecordsAtATime = 1 << 12;

    /// <summary>Reads the file, all of it or nothing being right.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="remember">Is given each document's place and signature, [16], in order.</param>
    /// <exception cref="ClozeException">It is missing, cannot be read or is damaged.</exception>
    public void Read(string folder, Action<long, ReadOnlySpan<ulong>> remember)
    {
        string path = Path.Combine(folder, File);
        using SafeFileHandle handle = NamedFile.Open(path);
        long length = RandomAccess.GetLength(handle);
        if (length != Documents * RecordBytes)
        {
            throw Damaged(path, $"it has {length} bytes, expected {RecordBytes} for each of {Documents} documents");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[RecordsAtATime * RecordBytes];
        for (long offset = 0; offset < length; offset += block.Length)
        {
            Span<byte> records = block.AsSpan(0, (int)Math.Min(block.Length, length - offset));
            UntrustedFile.ReadFully(path, handle, offset, records);
            hash.AppendData(records);
            for (; !records.IsEmpty; records = records[RecordBytes..]) Read(records, remember);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != Hash) throw Damaged(path, "it has another checksum");
    }

    /// <summary>Writes a document as it stands in the file, [<see cref="RecordBytes"/>].</summary>
    public static void Write(long number, ReadOnlySpan<ulong> signature, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, number);
        for (int band = 0; band < MinHash.Bands; band++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[((band + 1) * sizeof(ulong))..], signature[band]);
        }
    }

    private static void Read(ReadOnlySpan<byte> record, Action<long, ReadOnlySpan<ulong>> remember)
    {
        Span<ulong> signature = stackalloc ulong[MinHash.Bands];
        for (int band = 0; band < MinHash.Bands; band++)
        {
            signature[band] = BinaryPrimitives.ReadUInt64LittleEndian(record[((band + 1) * sizeof(ulong))..]);
        }

        remember(BinaryPrimitives.ReadInt64LittleEndian(record), signature);
    }

    private static ClozeException Damaged(string path, string what) => new(
        $"{path} does not hold the signatures of the store's documents: {what}.",
        "Copy it again from where it was made, or prepare the store anew.");
}
