using System.Text;

namespace Cloze.Data;

/// <summary>Collects the lines of one document and cuts it into several when it grows beyond a length.</summary>
/// <param name="longest">The longest document in UTF-16 characters, at least 2.</param>
internal sealed class DocumentCutter(int longest)
{
    private readonly StringBuilder _text = new();

    /// <summary>
    /// Texts that are a document each, but for those that grow beyond the length; blank ones are left out.
    /// </summary>
    /// <param name="texts">The texts, with line ends of any form.</param>
    /// <param name="longest">The longest document.</param>
    public static IEnumerable<DocumentPart> Cut(IEnumerable<string> texts, int longest)
    {
        var cutter = new DocumentCutter(longest);
        foreach (string text in texts.Select(LineEnds.Normalize))
        {
            bool continues = false;
            for (int start = 0; start < text.Length; start += longest)
            {
                cutter.Append(text.AsSpan(start, Math.Min(longest, text.Length - start)));
                while (cutter.TryTakeFull(out string part))
                {
                    yield return new DocumentPart(part, continues);
                    continues = true;
                }
            }

            if (cutter.TryTakeRest(out string rest)) yield return new DocumentPart(rest, continues);
        }
    }

    /// <summary>Starts another line of the document.</summary>
    public void StartLine()
    {
        if (_text.Length > 0) _text.Append('\n');
    }

    /// <summary>Adds text to the current line.</summary>
    public void Append(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>Takes a document off the front while more is there than one may hold.</summary>
    public bool TryTakeFull(out string document)
    {
        document = "";
        while (document.Length == 0 && _text.Length > longest)
        {
            string front = _text.ToString(0, longest + 1);
            int cut = Cut(front, longest);
            document = front[..cut].TrimEnd();
            _text.Remove(0, cut);
        }

        return document.Length > 0;
    }

    /// <summary>Takes what is left; false where it is nothing but white space.</summary>
    public bool TryTakeRest(out string document)
    {
        document = _text.ToString().Trim('\n');
        _text.Clear();
        return !string.IsNullOrWhiteSpace(document);
    }

    /// <summary>
    /// Where to cut the first characters, which are one more than fit: after the last line end, else after the last
    /// white space, each in the later half; else, as in text without spaces, at the limit, but never within a pair.
    /// </summary>
    /// <param name="front">One character more than <paramref name="longest"/>.</param>
    /// <param name="longest">The longest document.</param>
    internal static int Cut(ReadOnlySpan<char> front, int longest)
    {
        int from = longest / 2;
        int lineEnd = front.LastIndexOf('\n');
        if (lineEnd >= from) return lineEnd + 1;
        for (int i = longest; i >= from; i--)
        {
            if (char.IsWhiteSpace(front[i])) return i + 1;
        }

        return char.IsLowSurrogate(front[longest]) && char.IsHighSurrogate(front[longest - 1]) ? longest - 1 : longest;
    }
}
