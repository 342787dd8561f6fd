namespace Cloze.Data;

/// <summary>The files of a corpus.</summary>
/// <param name="Files">What is read, in order.</param>
/// <param name="LeftOut">Folders and files among them that are no text: models and their vocabularies.</param>
internal sealed record CorpusListing(IReadOnlyList<string> Files, IReadOnlyList<string> LeftOut)
{
    private const int MostNamed = 4;

    /// <summary>Whether any is plain text, whose documents a rule separates.</summary>
    public bool HasPlainText => Files.Any(CorpusFiles.IsPlainText);

    /// <summary>What was left out, for people; null where nothing was.</summary>
    public string? Remark => LeftOut.Count == 0 ? null
        : "Left out, as models are no text: " + string.Join(", ", LeftOut.Take(MostNamed))
            + (LeftOut.Count > MostNamed ? $" and {LeftOut.Count - MostNamed} more." : ".");
}
