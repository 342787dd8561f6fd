namespace Cloze.Data;

/// <summary>Counts the documents of a corpus, and the parts that long ones are cut into.</summary>
internal sealed class DocumentTally
{
    /// <summary>Nothing was counted yet.</summary>
    public DocumentTally()
    {
    }

    /// <summary>Numbers that were counted before.</summary>
    public DocumentTally(long whole, long parts) => (Whole, Parts) = (whole, parts);

    /// <summary>Documents before any was cut.</summary>
    public long Whole { get; private set; }

    /// <summary>Documents, each part of one that was cut counted by itself.</summary>
    public long Parts { get; private set; }

    /// <summary>Whether all parts are of one document.</summary>
    public bool IsOneInParts => Whole == 1 && Parts > 1;

    /// <summary>Counts a document.</summary>
    public void Add(Document document)
    {
        Parts++;
        if (!document.Continues) Whole++;
    }

    /// <summary>Lets a corpus through; its numbers are known once it was read to its end.</summary>
    public IEnumerable<Document> Count(IEnumerable<Document> documents)
    {
        var counted = new DocumentTally();
        foreach (Document document in documents)
        {
            counted.Add(document);
            yield return document;
        }

        (Whole, Parts) = (counted.Whole, counted.Parts);
    }

    /// <summary>
    /// The numbers for people: <c>5 documents</c>, or <c>1 document, cut into 62 parts of at most 8,192 characters</c>.
    /// </summary>
    /// <param name="longest">The longest part, in characters.</param>
    public string Describe(int longest)
    {
        string whole = FormattableString.Invariant($"{Whole:N0} document{(Whole == 1 ? "" : "s")}");
        return Parts == Whole
            ? whole
            : FormattableString.Invariant($"{whole}, cut into {Parts:N0} parts of at most {longest:N0} characters");
    }
}
