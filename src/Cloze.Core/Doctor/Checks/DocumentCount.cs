using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>
/// Whether there are documents enough: some are held out, and a random next sentence is of another one.
/// </summary>
/// <param name="repeated">Knows how many are distinct.</param>
internal sealed class DocumentCount(RepeatedDocuments repeated) : IDocumentCheck
{
    private const int Few = 20;
    private long _count;

    public void Add(Document document, long number) => _count++;

    public IEnumerable<Finding> Find()
    {
        if (_count == 0)
        {
            yield return Finding("empty-corpus", Severity.Fatal, "There is no document.", "Give files that hold text.");
        }
        else if (_count == 1)
        {
            yield return Finding(
                "one-document",
                Severity.Fatal,
                "The corpus is one document: none can be held out, and no sentence can come from another one.",
                "Give `document` blank-line or line to cut the file, or name other files as `validation`.");
        }
        else if (repeated.Distinct == 1)
        {
            yield return Finding(
                "one-document",
                Severity.Fatal,
                FormattableString.Invariant($"All {_count:N0} documents are the same."),
                "Give more text.");
        }
        else if (_count < Few)
        {
            yield return Finding(
                "few-documents",
                Severity.Warning,
                FormattableString.Invariant($"There are {_count} documents: the held-out tenth says little."),
                "Give `document` blank-line or line to cut the files finer, or name other files as `validation`.");
        }
    }

    private Finding Finding(string id, Severity severity, string message, string advice) =>
        new() { Id = id, Severity = severity, Count = _count, Message = message, Advice = advice };
}
