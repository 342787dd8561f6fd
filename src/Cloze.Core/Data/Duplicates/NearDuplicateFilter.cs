namespace Cloze.Data;

/// <summary>Lets a corpus through but for the documents that are nearly the same as one before.</summary>
internal static class NearDuplicateFilter
{
    /// <summary>
    /// The documents that are not nearly the same as one that was let through before, in their order.
    /// </summary>
    /// <param name="documents">The corpus.</param>
    /// <param name="report">Hears what went, once all have been read.</param>
    /// <param name="mostRemembered">Documents that are remembered to be compared with.</param>
    public static IEnumerable<Document> Filter(
        IEnumerable<Document> documents,
        Action<NearDuplicateReport> report,
        int mostRemembered = NearDuplicateIndex.DefaultMostRemembered)
    {
        var tally = new NearDuplicateTally(mostRemembered);
        foreach (Document document in documents)
        {
            if (tally.IsNew(document)) yield return document;
        }

        report(tally.Report);
    }
}
