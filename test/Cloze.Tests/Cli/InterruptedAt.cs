using System.Text;

namespace Cloze.Tests.Cli;

/// <summary>Keeps what is written and cancels once a line holds a text: an interruption without a clock.</summary>
internal sealed class InterruptedAt(string text) : TextWriter
{
    private readonly CancellationTokenSource _source = new();
    private readonly StringBuilder _written = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.Unicode;

    public CancellationToken Token => _source.Token;

    public override void Write(char value)
    {
        _written.Append(value);
        _line.Append(value);
        if (value != '\n') return;
        if (_line.ToString().Contains(text, StringComparison.Ordinal)) _source.Cancel();
        _line.Clear();
    }

    public override string ToString() => _written.ToString();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _source.Dispose();
        base.Dispose(disposing);
    }
}
