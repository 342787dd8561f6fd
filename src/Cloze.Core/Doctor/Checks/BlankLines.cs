using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>
/// A blank line after every sentence makes a document of each: sequences of a few tokens, without context.
/// </summary>
/// <param name="rule">What separates documents.</param>
internal sealed class BlankLines(DocumentRule rule) : IDocumentCheck
{
    private const int FewestDocuments = 20;
    private const int LongestSentence = 400;
    private const double Nearly = 0.9;
    private readonly Examples _examples = new();
    private string? _file;
    private bool _hasSeveralFiles;
    private long _texts;
    private long _sentences;

    public void Add(Document document, long number)
    {
        if (rule != DocumentRule.BlankLine) return;
        _file ??= document.Source;
        _hasSeveralFiles |= document.Source != _file;
        if (!CorpusFiles.IsPlainText(document.Source)) return;
        _texts++;
        if (!IsSentence(document.Text)) return;
        _sentences++;
        _examples.Add(document.Text, Examples.Place(document, number));
    }

    public IEnumerable<Finding> Find()
    {
        if (_texts < FewestDocuments || _sentences < Nearly * _texts) yield break;
        yield return new Finding
        {
            Id = "blank-line-after-every-sentence",
            Severity = Severity.Warning,
            Count = _sentences,
            Message = FormattableString.Invariant(
                $"{_sentences:N0} of {_texts:N0} documents are one sentence: a blank line ends a document, and ")
                + "stands after each.",
            Examples = _examples.Texts,
            Advice = _hasSeveralFiles
                ? "Give `document` file to keep a file together, or put blank lines between texts alone."
                : "Put blank lines between texts alone. `document` file makes one document of the file: enough for "
                    + "`objective` mlm and mlm+sop, not for mlm+nsp.",
        };
    }

    /// <summary>Whether a text is one line with no more than one end of a sentence, which is its own.</summary>
    private static bool IsSentence(string text)
    {
        ReadOnlySpan<char> line = text.AsSpan().Trim();
        if (line.Length > LongestSentence || line.Contains('\n')) return false;
        for (int i = 0; i < line.Length - 1; i++)
        {
            bool ends = line[i] is '\u3002' or '\uFF01' or '\uFF1F'
                || (line[i] is '.' or '!' or '?' && line[i + 1] == ' ' && StartsSentence(line[(i + 2)..]));
            if (ends) return false;
        }

        return true;
    }

    private static bool StartsSentence(ReadOnlySpan<char> rest) => rest.Length > 0 && char.IsUpper(rest[0]);
}
