using System.Text;
using Cloze.Cli.Rendering;
using Spectre.Console;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Where a command reads and writes. Results go to <see cref="Output"/>; progress, warnings and errors go to
/// <see cref="Error"/>. Tests hand in writers of their own.
/// </summary>
/// <param name="input">Standard input.</param>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="errorIsTerminal">Whether standard error is a terminal that can be redrawn.</param>
/// <param name="width">The columns to draw for; null for those of the terminal, or 120 where there is none.</param>
internal sealed class CliContext(
    TextReader input, TextWriter output, TextWriter error, bool errorIsTerminal = false, int? width = null)
{
    // Tables need as many: on a narrower terminal lines break at its edge, and no value is cut.
    private const int NarrowestTable = 80;
    private const int WithoutTerminal = 120;

    /// <summary>Standard input.</summary>
    public TextReader Input { get; } = input;

    /// <summary>Standard output: the result and nothing else.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Standard error: progress, warnings, errors.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Whether standard error is a terminal that can be redrawn.</summary>
    public bool ErrorIsTerminal { get; } = errorIsTerminal;

    /// <summary>Draws results.</summary>
    public IAnsiConsole OutputConsole => field ??= CreateConsole(Output, width);

    /// <summary>Draws progress and warnings.</summary>
    public IAnsiConsole ErrorConsole => field ??= CreateConsole(Error, width);

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
    public void Warn(string message) => Say("warning", "yellow", Printable.Line(message));

    /// <summary>Prints an error and what to do about it.</summary>
    public void Refuse(string message, string hint)
    {
        Say("error", "red", message);
        Say("hint", "blue", hint);
    }

    // One line for logs and pipes; on a terminal as many as its width asks for, broken between words.
    private void Say(string label, string colour, string message)
    {
        string indent = new(' ', label.Length + 2);
        int room = ErrorIsTerminal ? ErrorConsole.Profile.Width - indent.Length : int.MaxValue;
        ErrorConsole.Markup($"[{colour}]{label}:[/]");
        Error.WriteLine(" " + string.Join(Error.NewLine + indent, WordWrap.Lines(message, room)));
    }

    private static IAnsiConsole CreateConsole(TextWriter writer, int? width)
    {
        var terminal = new AnsiConsoleOutput(writer);
        bool isTerminal = terminal.IsTerminal;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = isTerminal ? terminal : new AnsiConsoleOutput(new LineTrimmer(writer)),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (width is not null || !isTerminal) console.Profile.Width = width ?? WithoutTerminal;
        else if (console.Profile.Width < NarrowestTable) console.Profile.Width = NarrowestTable;
        return console;
    }
}
