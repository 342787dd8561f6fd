using System.Text;

namespace Cloze.Cli.Hosting;

/// <summary>Leaves out the spaces at the end of each line, with which tables fill their cells.</summary>
internal sealed class LineTrimmer(TextWriter writer) : TextWriter
{
    private int _spaces;

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _spaces++;
            return;
        }

        if (value is '\r' or '\n') _spaces = 0;
        for (; _spaces > 0; _spaces--) writer.Write(' ');
        writer.Write(value);
    }

    public override void Flush() => writer.Flush();
}
