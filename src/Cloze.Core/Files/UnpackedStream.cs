namespace Cloze.Files;

/// <summary>What is packed in a stream; tells by which packing it is damaged.</summary>
/// <param name="stream">Unpacks; disposed of with this.</param>
/// <param name="packing">The packing's name.</param>
internal sealed class UnpackedStream(Stream stream, string packing) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (InvalidDataException error)
        {
            throw new PackingException(packing, error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }
}
