using System.CommandLine;
using System.Globalization;
using System.Text;
using Cloze.Cli.Rendering;
using Cloze.Hub;
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
/// <param name="width">The columns to draw for; null for those of the terminal.</param>
internal sealed class CliContext(
    Stream input, TextWriter output, TextWriter error, bool errorIsTerminal = false, int? width = null)
{
    // Tables need as many: on a narrower terminal lines break at its edge, and no value is cut.
    private const int NarrowestTable = 80;
    private const int WidestTable = 1000;
    private const int WithoutTerminal = 120;
    private bool _isDrawing;

    /// <summary>Standard input, as bytes.</summary>
    public Stream Input { get; } = input;

    /// <summary>Standard output: the result and nothing else.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Standard error: progress, warnings, errors.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Whether standard error is a terminal that can be redrawn.</summary>
    public bool ErrorIsTerminal { get; } = errorIsTerminal;

    /// <summary>The columns of what is drawn and goes to no terminal.</summary>
    public int PipedWidth { get; init; } = WithoutTerminal;

    /// <summary>
    /// Whether a bar may be drawn on standard error: it is a terminal, and results do not come out beside.
    /// </summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Where models are found by their names; null for where the environment says.</summary>
    public Func<HubOptions>? Hub { get; init; }

    /// <summary>The verb that runs; messages of the library name its options.</summary>
    public Command? Verb { get; set; }

    /// <summary>Draws results.</summary>
    public IAnsiConsole OutputConsole => field ??= CreateConsole(Output);

    /// <summary>Draws progress and warnings.</summary>
    public IAnsiConsole ErrorConsole => field ??= CreateConsole(Error);

    /// <summary>The process's own streams, in UTF-8; <c>COLUMNS</c> says how wide to draw for a pipe.</summary>
    public static CliContext Standard()
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        TextWriter output = Console.IsOutputRedirected ? OpenOutput() : Console.Out;
        return new CliContext(Console.OpenStandardInput(), output, Console.Error, !Console.IsErrorRedirected)
        {
            PipedWidth = WidthOf(Environment.GetEnvironmentVariable("COLUMNS")),
            ShowsProgress = !Console.IsErrorRedirected && Console.IsOutputRedirected,
        };
    }

    /// <summary>The columns that a variable asks for; as many as tables need where it asks for less.</summary>
    internal static int WidthOf(string? columns) =>
        int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked > 0
            ? Math.Clamp(asked, NarrowestTable, WidestTable)
            : WithoutTerminal;

    // The console's own writer hands a long text to the system in pieces of a few hundred bytes.
    private static TextWriter OpenOutput() => TextWriter.Synchronized(
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { AutoFlush = true });

    /// <summary>Prints a warning.</summary>
    public void Warn(string message) => Say("warning", Color.Yellow, Printable.Line(message));

    /// <summary>Prints an error and what to do about it, if that is to be said.</summary>
    public void Refuse(string message, string? hint)
    {
        Say("error", Color.Red, Printable.Line(message));
        if (hint is not null) Say("hint", Color.Blue, Printable.Line(hint));
    }

    /// <summary>A text of the library's with the options as the verb that runs calls them.</summary>
    public string WithOptions(string text) => Verb is null ? text : OptionNames.Render(text, Verb);

    /// <summary>Says that something is drawn in place on standard error until the result is disposed of.</summary>
    public IDisposable DrawInPlace() => new Drawing(this);

    // One line for logs and pipes; on a terminal as many as its width asks for, broken between words.
    private void Say(string label, Color colour, string message)
    {
        int width = ErrorConsole.Profile.Width;
        int room = ErrorIsTerminal ? width - label.Length - 2 : int.MaxValue;
        ErrorConsole.Write(new Notice(label, colour, [.. WordWrap.Lines(message, room)], _isDrawing ? width - 1 : 0));
    }

    private IAnsiConsole CreateConsole(TextWriter writer)
    {
        var terminal = new AnsiConsoleOutput(writer);
        bool isTerminal = terminal.IsTerminal;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = isTerminal ? terminal : new AnsiConsoleOutput(new LineTrimmer(writer)),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            // Detected, it would be that of standard output, and a bar on standard error would become lines.
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (width is not null || !isTerminal) console.Profile.Width = width ?? PipedWidth;
        else if (console.Profile.Width < NarrowestTable) console.Profile.Width = NarrowestTable;
        return console;
    }

    private sealed class Drawing : IDisposable
    {
        private readonly CliContext _context;

        public Drawing(CliContext context)
        {
            _context = context;
            context._isDrawing = true;
        }

        public void Dispose() => _context._isDrawing = false;
    }
}
