using Spectre.Console.Rendering;

namespace Cloze.Cli.Rendering;

/// <summary>The columns that a text takes on a terminal: two for a wide letter, none for an accent.</summary>
internal static class TextWidth
{
    public static int Of(string text) => new Segment(text).CellCount();
}
