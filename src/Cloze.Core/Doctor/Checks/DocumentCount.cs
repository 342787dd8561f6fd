using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>
/// Whether there are documents enough: some are held out, and a random next sentence is of another one.
/// </summary>
/// <param name="repeated">Knows how many are distinct.</param>
/// <param name="corpus">How the corpus is cut into documents; null for the default corpus.</param>
internal sealed class DocumentCount(RepeatedDocuments repeated, CorpusOptions? corpus) : IDocumentCheck
{
    private const int Few = 20;
    private readonly DocumentTally _tally = new();
    private bool _hasPlainText;

    private string Described => _tally.Describe(corpus?.LongestDocument ?? 0);

    public void Add(Document document, long number)
    {
        _tally.Add(document);
        _hasPlainText = _hasPlainText || CorpusFiles.IsPlainText(document.Source);
    }

    public IEnumerable<Finding> Find()
    {
        if (_tally.Parts == 0)
        {
            yield return Finding("empty-corpus", Severity.Fatal, "There is no document.", "Give files that hold text.");
        }
        else if (_tally.Parts == 1)
        {
            yield return Finding(
                "one-document",
                Severity.Fatal,
                "The corpus is one document: none can be held out, and no sentence can come from another one.",
                Advice());
        }
        else if (repeated.Distinct == 1)
        {
            yield return Finding(
                "one-document",
                Severity.Fatal,
                FormattableString.Invariant($"All {_tally.Parts:N0} documents are the same."),
                "Give more text.");
        }
        else if (_tally.IsOneInParts)
        {
            yield return Finding(
                "one-document",
                Severity.Warning,
                $"The corpus is {Described}: those that are held out are of the text that is trained on, and no "
                + "sentence can come from another text, so that `objective` mlm+nsp is refused.",
                Advice());
        }
        else if (_tally.Parts < Few)
        {
            yield return Finding(
                "few-documents",
                Severity.Warning,
                $"There are {Described}: the held-out tenth says little.",
                Advice());
        }
    }

    private string Advice()
    {
        string? finer = DocumentAdvice.Finer(_hasPlainText ? corpus?.DocumentRule : null);
        return finer is null
            ? "Give more text, or name other files as `validation`."
            : $"Give more text; {finer}; or name other files as `validation`.";
    }

    private Finding Finding(string id, Severity severity, string message, string advice) =>
        new() { Id = id, Severity = severity, Count = _tally.Parts, Message = message, Advice = advice };
}
