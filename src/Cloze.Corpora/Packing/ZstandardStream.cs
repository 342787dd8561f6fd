using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Cloze.Corpora;

/// <summary>
/// Unpacks zstd from front to back. Whatever is wrong with it is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class ZstandardStream : Stream
{
    /// <summary>
    /// The most memory that a frame may ask to be kept, 2^27 bytes, which is the format's own advice.
    /// </summary>
    private const int LargestWindowLog = 27;

    private readonly DecompressionStream _stream;

    /// <summary>Opens a stream.</summary>
    /// <param name="packed">The packed bytes; disposed of with this.</param>
    public ZstandardStream(Stream packed)
    {
        _stream = new DecompressionStream(packed, leaveOpen: false);
        _stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestWindowLog);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">The packed bytes are damaged, or end too early.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _stream.Read(buffer);
        }
        catch (Exception error) when (error is ZstdException or EndOfStreamException)
        {
            throw new InvalidDataException("The packed data is damaged or ends too early.", error);
        }
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }
}
