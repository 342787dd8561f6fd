using System.Runtime.CompilerServices;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Spectre.Console;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>
/// What a person sees is kept beside the tests, a file a view and width. <c>CLOZE_WRITE_DOCS=1</c> writes them anew:
/// read the difference as a user would.
/// </summary>
internal static class Snapshot
{
    /// <summary>The widths of terminals that every view is drawn for.</summary>
    public static readonly int[] Widths = [80, 120];

    /// <summary>Draws to a console of a width and compares.</summary>
    public static void Check(string name, int width, Action<IAnsiConsole> draw)
    {
        using var output = new StringWriter();
        draw(new CliContext(Stream.Null, output, TextWriter.Null, width: width).OutputConsole);
        Check(name, width, output.ToString());
    }

    /// <summary>Compares a text with the one kept, and holds it to the rules of every view.</summary>
    public static void Check(string name, int width, string text)
    {
        text = text.ReplaceLineEndings("\n");
        string path = Path.Combine(Folder(), $"{name}.{width}.txt");
        if (Environment.GetEnvironmentVariable("CLOZE_WRITE_DOCS") == "1") File.WriteAllText(path, text);
        foreach (string line in text.Split('\n'))
        {
            Assert.True(TextWidth.Of(line) <= width, $"{name} is wider than {width} columns: {line}");
            Assert.False(line.EndsWith(' '), $"{name} has spaces at the end of \"{line}\"");
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
