using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// A stretch of a file in memory, so that small parts are read without asking the system for each; the file may be
/// larger than memory. One thread at a time.
/// </summary>
/// <param name="path">The file's path, for messages.</param>
/// <param name="handle">The file, open for reading.</param>
internal sealed class ByteWindow(string path, SafeFileHandle handle)
{
    private readonly byte[] _bytes = new byte[1 << 16];
    private long _start;
    private int _count;

    /// <summary>The file's path.</summary>
    public string Path => path;

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; } = RandomAccess.GetLength(handle);

    /// <summary>The byte at a place within the file.</summary>
    /// <exception cref="ClozeException">The file became shorter.</exception>
    public byte this[long place]
    {
        get
        {
            if (place < _start || place >= _start + _count) Fill(place);
            return _bytes[place - _start];
        }
    }

    /// <summary>Copies bytes from a place within the file on.</summary>
    /// <exception cref="ClozeException">The file became shorter, or cannot be read.</exception>
    public void Read(long place, Span<byte> destination)
    {
        try
        {
            while (destination.Length > 0)
            {
                int count = RandomAccess.Read(handle, destination, place);
                if (count == 0) throw OnnxErrors.Damaged(path, "it became shorter while it was read.");
                place += count;
                destination = destination[count..];
            }
        }
        catch (Exception error) when (UntrustedFile.IsUnreadable(error))
        {
            throw UntrustedFile.Unreadable(path, error);
        }
    }

    private void Fill(long place)
    {
        int count = (int)Math.Min(_bytes.Length, Length - place);
        Read(place, _bytes.AsSpan(0, count));
        (_start, _count) = (place, count);
    }
}
