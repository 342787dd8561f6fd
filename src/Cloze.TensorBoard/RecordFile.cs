using System.Buffers.Binary;
using System.Numerics;

namespace Cloze.TensorBoard;

/// <summary>
/// A file of records in TensorFlow's form: the length as 64 bits, its masked CRC-32C, the bytes, their masked CRC-32C,
/// all little-endian. Records are only ever appended.
/// </summary>
/// <param name="stream">Where they are written; disposed with this object.</param>
internal sealed class RecordFile(Stream stream) : IDisposable
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>Appends a record.</summary>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public void Append(ReadOnlySpan<byte> record)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], Masked(head[..sizeof(ulong)]));
        Span<byte> tail = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Masked(record));
        stream.Write(head);
        stream.Write(record);
        stream.Write(tail);
    }

    /// <summary>Hands what was appended to the system.</summary>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public void Flush() => stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4).</summary>
    internal static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    // A sum over bytes that hold sums is weak: TensorFlow turns and shifts those that it stores.
    private static uint Masked(ReadOnlySpan<byte> bytes) =>
        unchecked(BitOperations.RotateRight(Crc32C(bytes), 15) + MaskDelta);
}
