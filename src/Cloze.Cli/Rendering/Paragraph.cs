using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>Writes sentences to a console: lines end between words, and what cannot be broken stays whole.</summary>
internal static class Paragraph
{
    /// <summary>A text, whose first spaces indent all of its lines.</summary>
    public static void WriteParagraph(this IAnsiConsole console, string text)
    {
        foreach (string line in WordWrap.Lines(text, console.Profile.Width)) console.WriteWhole(line);
    }

    /// <summary>A line that must not be broken, such as a command to copy.</summary>
    public static void WriteWhole(this IAnsiConsole console, string line) =>
        console.Profile.Out.Writer.WriteLine(line);
}
