using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Data;

/// <summary>Reads a table of a shard from front to back, a block at a time.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="file">The file; not closed with this object.</param>
/// <param name="offset">Where the table begins, in bytes.</param>
/// <param name="end">Where it ends.</param>
internal sealed class TableCursor(string path, SafeFileHandle file, long offset, long end)
{
    private readonly uint[] _block = new uint[1 << 11];
    private long _offset = offset;
    private int _next;
    private int _count;

    /// <summary>The next entry.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    /// <exception cref="ClozeException">The file cannot be read any more.</exception>
    public uint Next()
    {
        if (_next == _count) Fill();
        return _block[_next++];
    }

    private void Fill()
    {
        _count = (int)Math.Min(_block.Length, (end - _offset) / sizeof(uint));
        if (_count <= 0) throw new InvalidOperationException("The table has no other entry.");
        Span<uint> entries = _block.AsSpan(0, _count);
        UntrustedFile.ReadFully(path, file, _offset, MemoryMarshal.AsBytes(entries));
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(entries, entries);
        _offset += _count * (long)sizeof(uint);
        _next = 0;
    }
}
