using System.Security.Cryptography;

namespace Cloze.Data;

/// <summary>Writes a <see cref="SignatureFile"/>.</summary>
internal sealed class SignatureWriter : IDisposable
{
    private readonly string _name;
    private readonly PartialFile _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _start = new byte[SignatureFile.RecordBytes];
    private long _documents;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="first">The place of the first document in the corpus, which names the file.</param>
    /// <exception cref="ClozeException">It cannot be written.</exception>
    public SignatureWriter(string folder, long first)
    {
        _name = FormattableString.Invariant($"{first:D12}.signatures");
        _file = new PartialFile(Path.Combine(folder, _name));
    }

    /// <summary>Appends a document.</summary>
    /// <param name="number">Its place in the corpus, from 1.</param>
    /// <param name="signature">Its signature, [16].</param>
    /// <exception cref="ClozeException">The disk is full or failed.</exception>
    public void Add(long number, ReadOnlySpan<ulong> signature)
    {
        Span<byte> record = stackalloc byte[SignatureFile.RecordBytes];
        SignatureFile.Write(number, signature, record);
        if (_documents++ == 0) record.CopyTo(_start);
        _hash.AppendData(record);
        _file.Write(record);
    }

    /// <summary>Puts the file in its place and describes it.</summary>
    /// <exception cref="ClozeException">The disk is full or failed.</exception>
    public SignatureFile Finish()
    {
        _file.Finish(_start);
        return new SignatureFile(_name, _documents, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    /// <summary>Closes the file, and removes it where it was not finished.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }
}
