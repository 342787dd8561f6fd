using Cloze.Files;

namespace Cloze.Data;

/// <summary>Plain text and markdown: documents parted by blank lines, line ends, or the file's end.</summary>
internal static class TextDocuments
{
    /// <summary>The documents' texts, in order, in bounded memory.</summary>
    public static IEnumerable<DocumentPart> Read(TextLineReader lines, DocumentRule rule, int longest)
    {
        var cutter = new DocumentCutter(longest);
        bool startsLine = true, continues = false;
        while (lines.TryRead(out string segment))
        {
            bool blankLine = startsLine && lines.EndsLine && string.IsNullOrWhiteSpace(segment);
            if (startsLine) cutter.StartLine();
            if (!blankLine) cutter.Append(segment);
            startsLine = lines.EndsLine;
            while (cutter.TryTakeFull(out string part))
            {
                yield return new DocumentPart(part, continues);
                continues = true;
            }

            if (!Ends(rule, blankLine, lines.EndsLine)) continue;
            if (cutter.TryTakeRest(out string rest)) yield return new DocumentPart(rest, continues);
            continues = false;
        }

        if (cutter.TryTakeRest(out string last)) yield return new DocumentPart(last, continues);
    }

    private static bool Ends(DocumentRule rule, bool blankLine, bool lineEnd) => rule switch
    {
        DocumentRule.BlankLine => blankLine,
        DocumentRule.Line => lineEnd,
        _ => false,
    };
}
