namespace Cloze.Files;

/// <summary>
/// Makes <see cref="System.IO.Compression.GZipStream"/> notice a packed file that was cut short, which it otherwise
/// takes for the end. After the file's last byte the guard gives one zero byte: a complete stream leaves it unread as
/// no beginning of another member, an incomplete one uses it up and asks for more, which is the error.
/// </summary>
internal sealed class TruncationGuard(Stream packed) : ForwardStream
{
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        int count = packed.Read(buffer);
        if (count > 0 || buffer.IsEmpty) return count;
        if (_ended) throw new InvalidDataException("The packed data ends too early.");
        _ended = true;
        buffer[0] = 0;
        return 1;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) packed.Dispose();
        base.Dispose(disposing);
    }
}
