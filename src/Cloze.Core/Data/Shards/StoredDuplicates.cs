namespace Cloze.Data;

/// <summary>
/// What was left out of a store as nearly the same as something before, and what is to be known to go on with that.
/// </summary>
internal sealed record StoredDuplicates
{
    /// <summary>Documents that stayed.</summary>
    public long Kept { get; init; }

    /// <summary>Documents that went.</summary>
    public long Dropped { get; init; }

    /// <summary>Some that went.</summary>
    public IReadOnlyList<NearDuplicate> Examples { get; init; } = [];

    /// <summary>
    /// The signatures of the last documents that stayed, in their order; at least of as many as are remembered.
    /// </summary>
    public IReadOnlyList<SignatureFile> Signatures { get; init; } = [];

    /// <summary>What went, for people.</summary>
    public NearDuplicateReport Report => new(Kept, Dropped, Examples);

    /// <summary>Whether the numbers can be.</summary>
    public bool IsSound => Kept >= 0 && Dropped >= 0 && Examples.Count <= NearDuplicateTally.MostExamples
        && Signatures.All(file => file.Documents > 0 && file.Documents <= Kept);

    /// <summary>The same without files of documents that are forgotten.</summary>
    /// <param name="mostRemembered">Documents that are remembered.</param>
    /// <param name="forgotten">The names of the files that are not needed any more.</param>
    public StoredDuplicates Trim(int mostRemembered, out IReadOnlyList<string> forgotten)
    {
        int first = Signatures.Count;
        for (long documents = 0; first > 0 && documents < mostRemembered;) documents += Signatures[--first].Documents;
        forgotten = [.. Signatures.Take(first).Select(file => file.File)];
        return this with { Signatures = [.. Signatures.Skip(first)] };
    }
}
