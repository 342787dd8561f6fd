namespace Cloze.Tests.Data;

/// <summary>Gives a few bytes at a time and cannot go back, as a pipe does.</summary>
internal sealed class TrickleStream(byte[] content, int most) : MemoryStream(content)
{
    public override bool CanSeek => false;

    // Of a stream derived from it, memory reads spans through this.
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
}
