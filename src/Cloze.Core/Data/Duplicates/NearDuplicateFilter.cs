namespace Cloze.Data;

/// <summary>Lets a corpus through but for the documents that are nearly the same as one before.</summary>
/// <param name="mostRemembered">Documents that are remembered to be compared with.</param>
internal sealed class NearDuplicateFilter(int mostRemembered = NearDuplicateIndex.DefaultMostRemembered)
{
    private const int MostExamples = 5;
    private const int Shown = 80;

    /// <summary>
    /// The documents that are not nearly the same as one that was let through before, in their order.
    /// </summary>
    /// <param name="documents">The corpus.</param>
    /// <param name="report">Hears what went, once all have been read.</param>
    public IEnumerable<Document> Filter(IEnumerable<Document> documents, Action<NearDuplicateReport> report)
    {
        var index = new NearDuplicateIndex(mostRemembered);
        var examples = new List<NearDuplicate>();
        long number = 0, dropped = 0;
        foreach (Document document in documents)
        {
            number++;
            if (index.Find(document.Text) is not { } same)
            {
                index.Add(number);
                yield return document;
                continue;
            }

            dropped++;
            if (examples.Count < MostExamples) examples.Add(Example(document, number, same.Number, same.Similarity));
        }

        report(new NearDuplicateReport(number - dropped, dropped, examples));
    }

    private static NearDuplicate Example(Document document, long number, long original, double similarity) => new(
        number,
        original,
        Math.Round(similarity, 2),
        document.Source,
        Excerpt.Of(document.Text, Shown));
}
