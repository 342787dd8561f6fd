namespace Cloze.Data;

/// <summary>
/// Tells of one document after the other whether it is nearly the same as one before, and counts those that are.
/// </summary>
/// <param name="mostRemembered">Documents that are remembered to be compared with.</param>
/// <param name="before">What was found in the documents before these; null where they are the first.</param>
internal sealed class NearDuplicateTally(
    int mostRemembered = NearDuplicateIndex.DefaultMostRemembered, NearDuplicateReport? before = null)
{
    /// <summary>The most examples that are kept.</summary>
    public const int MostExamples = 5;

    private const int Shown = 80;
    private readonly NearDuplicateIndex _index = new(mostRemembered);
    private readonly List<NearDuplicate> _examples = [.. before?.Examples ?? []];
    private readonly TextSigner _signer = new();
    private readonly ulong[] _signature = new ulong[MinHash.Bands];
    private long _number = before is null ? 0 : before.Kept + before.Dropped;
    private long _dropped = before?.Dropped ?? 0;

    /// <summary>What was found so far.</summary>
    public NearDuplicateReport Report => new(_number - _dropped, _dropped, [.. _examples]);

    /// <summary>The place of the last document, from 1.</summary>
    public long Number => _number;

    /// <summary>Remembers a document that was new before.</summary>
    /// <param name="number">Its place in the corpus, from 1.</param>
    /// <param name="signature">Its signature, [16].</param>
    public void Remember(long number, ReadOnlySpan<ulong> signature) => _index.Add(signature, number);

    /// <summary>Whether the next document is new; it is remembered then.</summary>
    public bool IsNew(Document document)
    {
        _signer.Sign(document.Text, _signature);
        return IsNew(_signature, document.Text, document.Source);
    }

    /// <summary>Whether the next document is new; it is remembered then.</summary>
    /// <param name="signature">Its signature, [16].</param>
    /// <param name="text">Its text, for the examples.</param>
    /// <param name="source">The file it is from.</param>
    public bool IsNew(ReadOnlySpan<ulong> signature, ReadOnlySpan<char> text, string source)
    {
        _number++;
        if (_index.Find(signature) is not { } same)
        {
            _index.Add(signature, _number);
            return true;
        }

        _dropped++;
        if (_examples.Count < MostExamples)
        {
            _examples.Add(new NearDuplicate(
                _number, same.Number, Math.Round(same.Similarity, 2), source, Excerpt.Of(text, Shown)));
        }

        return false;
    }
}
