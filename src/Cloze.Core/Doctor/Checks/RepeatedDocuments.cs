using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>Documents that are the same as one before, or nearly.</summary>
internal sealed class RepeatedDocuments : IDocumentCheck
{
    private static readonly RepeatKind s_kind = new(
        "documents",
        "documents",
        Fewest: 1,
        Worth: 0,
        Bad: 0.01,
        "Give `near_duplicates`, which leaves them out; some may be held out, too.");

    private readonly RepeatCounter _documents = new(s_kind, NearDuplicateIndex.DefaultMostRemembered);

    /// <summary>Documents that no other is the same as.</summary>
    public long Distinct => _documents.Distinct;

    public void Add(Document document, long number) =>
        _documents.Add(document.Text, () => Examples.Place(document, number));

    public IEnumerable<Finding> Find() => _documents.Find();
}
