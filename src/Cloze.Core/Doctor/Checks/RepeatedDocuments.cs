using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>Documents that are the same as one before, or nearly.</summary>
internal sealed class RepeatedDocuments : IDocumentCheck
{
    private const double Bad = 0.01;
    private const string Advice = "Give `near_duplicates`, which leaves them out; some may be held out, too.";
    private readonly RepeatCounter _documents = new(NearDuplicateIndex.DefaultMostRemembered);

    /// <summary>Documents that no other is the same as.</summary>
    public long Distinct => _documents.Distinct;

    public void Add(Document document, long number) =>
        _documents.Add(document.Text, () => Examples.Place(document, number));

    public IEnumerable<Finding> Find()
    {
        if (_documents.Same > 0)
        {
            yield return Repeated("duplicate-documents", _documents.Same, "are the same as", _documents.SameExamples);
        }

        if (_documents.Similar > 0)
        {
            yield return Repeated(
                "near-duplicate-documents", _documents.Similar, "are nearly the same as", _documents.SimilarExamples);
        }
    }

    private Finding Repeated(string id, long count, string how, Examples examples)
    {
        double share = (double)count / _documents.Count;
        return new Finding
        {
            Id = id,
            Severity = share >= Bad ? Severity.Warning : Severity.Note,
            Count = count,
            Message = FormattableString.Invariant(
                $"{count:N0} of {_documents.Count:N0} documents ({share:P1}) {how} one before."),
            Examples = examples.Texts,
            Advice = Advice,
        };
    }
}
