using System.Text;

namespace Cloze.Tests.Cli;

/// <summary>Gives a text and then waits for more, as a terminal does, until it is disposed of.</summary>
/// <param name="text">The text.</param>
/// <param name="waiting">Called when the wait begins.</param>
internal sealed class WaitingStream(string text, Action waiting) : MemoryStream(Encoding.UTF8.GetBytes(text))
{
    private readonly ManualResetEventSlim _ended = new();

    public override bool CanSeek => false;

    // Of a stream derived from it, memory reads spans through this.
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = base.Read(buffer, offset, count);
        if (read > 0) return read;
        waiting();
        _ended.Wait();
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _ended.Set();
        base.Dispose(disposing);
    }
}
