using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Corpora;

/// <summary>The bytes of a Parquet file, read where they are asked for.</summary>
/// <param name="file">The file.</param>
internal sealed class TableFile(SafeFileHandle file)
{
    private const int MarkLength = 4;
    private const int TailLength = 8;
    private static ReadOnlySpan<byte> Mark => "PAR1"u8;
    private static ReadOnlySpan<byte> EncryptedMark => "PARE"u8;

    /// <summary>Bytes of the file.</summary>
    public long Length { get; } = RandomAccess.GetLength(file);

    /// <summary>The footer.</summary>
    /// <exception cref="ParquetFaultException">The file is no Parquet, is cut off, or is encrypted.</exception>
    public TableFooter ReadFooter()
    {
        if (Length < MarkLength + TailLength) throw new ParquetFaultException($"it has {Length} bytes");
        byte[] start = Read(0, MarkLength), tail = Read(Length - TailLength, TailLength);
        ReadOnlySpan<byte> end = tail.AsSpan(MarkLength);
        if (end.SequenceEqual(EncryptedMark)) throw new ParquetFaultException("it is encrypted");
        if (!Mark.SequenceEqual(start)) throw new ParquetFaultException("it does not begin with PAR1");
        if (!end.SequenceEqual(Mark)) throw new ParquetFaultException("it does not end with PAR1, and may be cut off");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > Length - MarkLength - TailLength || length > Array.MaxLength)
        {
            throw new ParquetFaultException($"its footer has {length} bytes of the {Length} of the file");
        }

        return new TableFooter(Read(Length - TailLength - length, (int)length));
    }

    /// <summary>Bytes of a place.</summary>
    /// <exception cref="ParquetFaultException">The file has no such place.</exception>
    public byte[] Read(long offset, int count)
    {
        Require(offset, count);
        byte[] bytes = new byte[count];
        Fill(offset, bytes);
        return bytes;
    }

    /// <summary>Fills a buffer from a place.</summary>
    /// <exception cref="ParquetFaultException">The file has no such place.</exception>
    public void Fill(long offset, Span<byte> bytes)
    {
        Require(offset, bytes.Length);
        while (bytes.Length > 0)
        {
            int count = RandomAccess.Read(file, bytes, offset);
            if (count == 0) throw new ParquetFaultException("it has become shorter while it is read");
            offset += count;
            bytes = bytes[count..];
        }
    }

    private void Require(long offset, int count)
    {
        if (offset >= 0 && count >= 0 && offset <= Length - count) return;
        throw new ParquetFaultException($"{count} bytes should stand at {offset} of the {Length} of the file");
    }
}
