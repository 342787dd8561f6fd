using System.Security.Cryptography;

namespace Cloze.Files;

/// <summary>
/// Hands on what is read, and knows the SHA-256 of it: a file is read once for both. Closes the other stream.
/// </summary>
internal sealed class HashedReading(Stream stream) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes read.</summary>
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int count = stream.Read(buffer);
        _hash.AppendData(buffer[..count]);
        Count += count;
        return count;
    }

    /// <summary>Reads what is left; the hash of the whole, 64 hexadecimal digits.</summary>
    public string Finish()
    {
        Span<byte> rest = stackalloc byte[1 << 12];
        while (Read(rest) > 0)
        {
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
