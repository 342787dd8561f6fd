using System.Text;
using Spectre.Console;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Where a command reads and writes. Results go to <see cref="Output"/>; progress, warnings and errors go to
/// <see cref="Error"/>. Tests hand in writers of their own.
/// </summary>
internal sealed class CliContext(TextReader input, TextWriter output, TextWriter error, bool errorIsTerminal = false)
{
    /// <summary>Standard input.</summary>
    public TextReader Input { get; } = input;

    /// <summary>Standard output: the result and nothing else.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Standard error: progress, warnings, errors.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Whether standard error is a terminal that can be redrawn.</summary>
    public bool ErrorIsTerminal { get; } = errorIsTerminal;

    /// <summary>Draws results.</summary>
    public IAnsiConsole OutputConsole { get; } = CreateConsole(output);

    /// <summary>Draws progress and warnings.</summary>
    public IAnsiConsole ErrorConsole { get; } = CreateConsole(error);

    /// <summary>The process's own streams, in UTF-8.</summary>
    public static CliContext Standard()
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        var reader = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false, true));
        TextWriter output = Console.IsOutputRedirected ? OpenOutput() : Console.Out;
        return new CliContext(reader, output, Console.Error, !Console.IsErrorRedirected);
    }

    // The console's own writer hands a long text to the system in pieces of a few hundred bytes.
    private static TextWriter OpenOutput() => TextWriter.Synchronized(
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { AutoFlush = true });

    /// <summary>Prints a warning.</summary>
    public void Warn(string message) => Error.WriteLine($"warning: {Printable.Of(message)}");

    private static IAnsiConsole CreateConsole(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = 120;
        return console;
    }
}
