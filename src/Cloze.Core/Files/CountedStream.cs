namespace Cloze.Files;

/// <summary>Counts the bytes that are read; the count may be asked for by any thread.</summary>
internal sealed class CountedStream : ForwardStream
{
    private readonly Stream _stream;
    private long _count;

    public CountedStream(Stream stream)
    {
        _stream = stream;
        Total = stream.CanSeek && stream.Length > 0 ? stream.Length : null;
    }

    /// <summary>Bytes read.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Bytes that there are; null where that is not known, as of a pipe.</summary>
    public long? Total { get; }

    public override int Read(Span<byte> buffer)
    {
        int count = _stream.Read(buffer);
        Interlocked.Add(ref _count, count);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }
}
