namespace Cloze.Tests.Cli;

/// <summary>Gives a text and then waits for more, as a terminal does, until it is disposed of.</summary>
/// <param name="text">The text.</param>
/// <param name="waiting">Called when the wait begins.</param>
internal sealed class WaitingReader(string text, Action waiting) : TextReader
{
    private readonly ManualResetEventSlim _ended = new();
    private int _at;

    public override int Read()
    {
        if (_at < text.Length) return text[_at++];
        waiting();
        _ended.Wait();
        return -1;
    }

    protected override void Dispose(bool disposing)
    {
        _ended.Set();
        base.Dispose(disposing);
    }
}
