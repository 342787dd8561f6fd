using System.Runtime.InteropServices;

namespace Cloze.Data;

/// <summary>
/// Leaves near-duplicates out of a store. What goes depends on the documents and their order alone: the signatures of
/// those that are remembered lie in the store's folder, so that a preparation that goes on, or adds to a store, knows
/// what one in a single piece would.
/// </summary>
internal sealed class DuplicateDrop : IDisposable
{
    private readonly string _folder;
    private readonly int _mostRemembered;
    private readonly NearDuplicateTally _tally;
    private SignatureWriter? _writer;

    /// <summary>Goes on where a store stands.</summary>
    /// <param name="folder">The store's folder, or a part's.</param>
    /// <param name="before">What the manifest says of what is in it.</param>
    /// <param name="mostRemembered">Documents that are remembered to be compared with.</param>
    /// <exception cref="ClozeException">The signatures are missing or damaged.</exception>
    public DuplicateDrop(string folder, StoredDuplicates before, int mostRemembered)
    {
        _folder = folder;
        _mostRemembered = mostRemembered;
        _tally = new NearDuplicateTally(mostRemembered, before.Report);
        foreach (SignatureFile file in before.Signatures) file.Read(folder, _tally.Remember);
    }

    /// <summary>Whether a document stays; called for each in the order of the corpus.</summary>
    /// <param name="block">The block that it is in.</param>
    /// <param name="document">Its number there.</param>
    /// <param name="source">The file that it is from.</param>
    /// <exception cref="ClozeException">The disk is full or failed.</exception>
    public bool IsNew(DocumentBlock block, int document, string source)
    {
        ReadOnlySpan<ulong> signature = CollectionsMarshal.AsSpan(block.Signatures)
            .Slice(document * MinHash.Bands, MinHash.Bands);
        if (!_tally.IsNew(signature, block.Text.AsSpan(block.Documents[document]), source)) return false;
        _writer ??= new SignatureWriter(_folder, _tally.Number);
        _writer.Add(_tally.Number, signature);
        return true;
    }

    /// <summary>Ends a stretch.</summary>
    /// <returns>What writes its signatures to their end; null where no document stayed.</returns>
    public SignatureWriter? EndStretch()
    {
        SignatureWriter? ended = _writer;
        _writer = null;
        return ended;
    }

    /// <summary>What the manifest says now, the signatures of what is in no stretch yet left out.</summary>
    public StoredDuplicates Describe(StoredDuplicates? before)
    {
        NearDuplicateReport report = _tally.Report;
        return (before ?? new StoredDuplicates()) with
        {
            Kept = report.Kept,
            Dropped = report.Dropped,
            Examples = report.Examples,
        };
    }

    /// <summary>The same with the signatures of a stretch, and without those that are forgotten.</summary>
    /// <exception cref="ClozeException">The disk is full or failed.</exception>
    public StoredDuplicates Finish(
        StoredDuplicates described, SignatureWriter? writer, out IReadOnlyList<string> forgotten)
    {
        if (writer is not null)
        {
            described = described with { Signatures = [.. described.Signatures, writer.Finish()] };
        }

        return described.Trim(_mostRemembered, out forgotten);
    }

    /// <summary>Removes files that the manifest does not name any more.</summary>
    public void Remove(IEnumerable<string> forgotten)
    {
        foreach (string file in forgotten)
        {
            try
            {
                File.Delete(Path.Combine(_folder, file));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It takes room, and nothing reads it.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();
}
