namespace Cloze.Files;

/// <summary>Gives bytes that were read from a stream to see what it is, and then the rest of it.</summary>
internal sealed class PrefixedStream(byte[] start, Stream rest) : ForwardStream
{
    private int _next;

    public override int Read(Span<byte> buffer)
    {
        if (_next == start.Length) return rest.Read(buffer);
        int count = Math.Min(buffer.Length, start.Length - _next);
        start.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
