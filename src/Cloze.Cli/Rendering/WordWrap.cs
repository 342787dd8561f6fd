namespace Cloze.Cli.Rendering;

/// <summary>Breaks text between words. A word that is longer than a line, such as a path, stays whole.</summary>
internal static class WordWrap
{
    /// <summary>The lines of a text, no wider than <paramref name="width"/> columns where its words allow it.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        foreach (string paragraph in text.Split('\n'))
        {
            string indent = paragraph[..^paragraph.TrimStart(' ').Length];
            string line = indent;
            foreach (string word in paragraph[indent.Length..].TrimEnd().Split(' '))
            {
                if (line.Length == indent.Length)
                {
                    line += word;
                }
                else if (TextWidth.Of(line) + 1 + TextWidth.Of(word) <= width)
                {
                    line += " " + word;
                }
                else
                {
                    yield return line;
                    line = indent + word;
                }
            }

            yield return line;
        }
    }
}
