using System.Buffers.Binary;

namespace Cloze.Data;

/// <summary>Writes what <see cref="HeaderReader"/> reads.</summary>
internal ref struct HeaderWriter
{
    private Span<byte> _rest;

    /// <summary>Begins with what the file is.</summary>
    /// <param name="destination">Receives the header; what is not written becomes zero.</param>
    /// <param name="magic">The eight bytes that name the kind.</param>
    /// <param name="version">Its version.</param>
    public HeaderWriter(Span<byte> destination, ReadOnlySpan<byte> magic, uint version)
    {
        destination.Clear();
        magic.CopyTo(destination);
        _rest = destination[HeaderReader.MagicBytes..];
        Int32((int)version);
    }

    /// <summary>Writes a number of 32 bits.</summary>
    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);

    /// <summary>Writes a number of 64 bits.</summary>
    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    /// <summary>Writes a hash.</summary>
    public void Hash(ReadOnlySpan<byte> hash) => hash.CopyTo(Take(hash.Length));

    /// <summary>Leaves zeros.</summary>
    public void Skip(int bytes) => Take(bytes);

    private Span<byte> Take(int bytes)
    {
        Span<byte> field = _rest[..bytes];
        _rest = _rest[bytes..];
        return field;
    }
}
