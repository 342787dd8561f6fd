using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cloze.Cli.Rendering;

/// <summary>
/// A warning, an error or a hint: a coloured word and lines behind it, as they are. Over what is drawn in place, each
/// line is as wide as that, so that nothing of it is left beside.
/// </summary>
internal sealed class Notice(string label, Color colour, IReadOnlyList<string> lines, int width) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        string first = label + ":", indent = new(' ', first.Length);
        for (int i = 0; i < lines.Count; i++)
        {
            yield return i == 0 ? new Segment(first, new Style(colour)) : new Segment(indent);
            string text = " " + lines[i];
            yield return new Segment(text + new string(' ', Math.Max(0, width - first.Length - TextWidth.Of(text))));
            yield return Segment.LineBreak;
        }
    }
}
