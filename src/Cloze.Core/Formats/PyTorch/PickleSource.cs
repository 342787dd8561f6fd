using System.Buffers.Binary;
using System.Text;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>The bytes of a pickle in a file, one after another, a buffer at a time.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="handle">The file.</param>
/// <param name="position">Where the pickle begins.</param>
/// <param name="end">Where the file, or the pickle's part of it, ends.</param>
internal sealed class PickleSource(string path, SafeFileHandle handle, long position, long end)
{
    /// <summary>The longest pickle that is read: one of a thousand tensors has about 150,000 bytes.</summary>
    public const int Longest = 16 << 20;

    private const int LongestWord = 256;

    private readonly byte[] _buffer = new byte[1 << 14];
    private long _bufferStart = position;
    private int _next;
    private int _filled;
    private long _budget = Longest;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The place of the next byte in the file.</summary>
    public long Position => _bufferStart + _next;

    /// <summary>The next byte.</summary>
    /// <exception cref="ClozeException">There is none.</exception>
    public byte ReadByte()
    {
        Spend(1);
        if (_next == _filled) Fill();
        return _buffer[_next++];
    }

    /// <summary>A little-endian number of 16 bits.</summary>
    public int ReadUInt16() => ReadByte() | (ReadByte() << 8);

    /// <summary>A little-endian number of 32 bits.</summary>
    public int ReadInt32() => ReadUInt16() | (ReadUInt16() << 16);

    /// <summary>The next bytes; there are so many, which is checked before anything is allocated.</summary>
    /// <exception cref="ClozeException">There are fewer.</exception>
    public byte[] ReadBytes(int count)
    {
        if (count < 0 || count > end - Position)
        {
            throw PyTorchErrors.Damaged(
                Path, $"at byte {Position} it announces {(uint)count} bytes, but {end - Position} follow.");
        }

        Spend(count);
        byte[] bytes = new byte[count];
        for (int done = 0; done < count;)
        {
            if (_next == _filled) Fill();
            int part = Math.Min(count - done, _filled - _next);
            _buffer.AsSpan(_next, part).CopyTo(bytes.AsSpan(done));
            _next += part;
            done += part;
        }

        return bytes;
    }

    /// <summary>A big-endian number of 64 bits, as pickles have floats.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(sizeof(double)));

    /// <summary>A word that ends with its line: the name of a module or a class.</summary>
    /// <exception cref="ClozeException">It does not end, or is longer than any such name.</exception>
    public string ReadWord()
    {
        var word = new StringBuilder();
        for (byte next = ReadByte(); next != '\n'; next = ReadByte())
        {
            if (word.Length == LongestWord)
            {
                throw PyTorchErrors.Damaged(Path, $"a name in it has more than {LongestWord} characters.");
            }

            word.Append((char)next);
        }

        return word.ToString();
    }

    private void Spend(int count)
    {
        _budget -= count;
        if (_budget >= 0) return;
        throw PyTorchErrors.Damaged(Path, $"its list of tensors has more than {Longest} bytes.");
    }

    private void Fill()
    {
        _bufferStart += _filled;
        _next = 0;
        _filled = (int)Math.Min(_buffer.Length, end - _bufferStart);
        if (_filled <= 0) throw PyTorchErrors.Damaged(Path, "its list of tensors ends too early.");
        UntrustedFile.ReadFully(Path, handle, _bufferStart, _buffer.AsSpan(0, _filled));
    }
}
