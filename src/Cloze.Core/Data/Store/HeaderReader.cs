using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cloze.Data;

/// <summary>
/// Reads the header of a file of ids, field after field: eight bytes that name its kind, its version, and what the kind
/// has; numbers are little-endian.
/// </summary>
internal ref struct HeaderReader
{
    /// <summary>Bytes of the name of a kind.</summary>
    public const int MagicBytes = sizeof(ulong);

    private ReadOnlySpan<byte> _rest;

    /// <summary>Checks what the file is.</summary>
    /// <param name="source">The header, and what may follow.</param>
    /// <param name="size">Bytes of the header.</param>
    /// <param name="magic">The bytes that name the kind.</param>
    /// <param name="version">The version that is read.</param>
    /// <param name="kind">What it should be, such as "a shard".</param>
    /// <param name="damaged">The error of a file of which this is said.</param>
    /// <exception cref="ClozeException">It is of another kind or version.</exception>
    public HeaderReader(
        ReadOnlySpan<byte> source,
        int size,
        ReadOnlySpan<byte> magic,
        uint version,
        string kind,
        Func<string, ClozeException> damaged)
    {
        bool isKind = source.Length >= size && source.StartsWith(magic);
        if (!isKind) throw damaged($"it does not begin as {kind}");
        _rest = source[MagicBytes..size];
        uint found = (uint)Int32();
        if (found != version) throw damaged($"it has version {found}, expected {version}");
    }

    /// <summary>The next number of 32 bits.</summary>
    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>The next number of 64 bits.</summary>
    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <summary>The next SHA-256.</summary>
    public byte[] Hash() => Take(SHA256.HashSizeInBytes).ToArray();

    /// <summary>Passes over bytes without a meaning.</summary>
    public void Skip(int bytes) => Take(bytes);

    private ReadOnlySpan<byte> Take(int bytes)
    {
        ReadOnlySpan<byte> field = _rest[..bytes];
        _rest = _rest[bytes..];
        return field;
    }
}
