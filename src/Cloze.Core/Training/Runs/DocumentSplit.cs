using Cloze.Data;

namespace Cloze.Training;

/// <summary>
/// A corpus in its two parts, each read as a stream. The first reading to its end counts the documents and says what is
/// wrong with the split; a small corpus is kept from then on, as reading takes longer than what is done with it.
/// </summary>
/// <remarks>
/// Of a few documents the hash may hold out none, or all. Then the one whose hash comes first is held out alone, so
/// that two documents are enough. That is known at the end of the corpus only: documents are given out from when both
/// parts have been seen, or when the corpus is too large to be kept, which then needs both parts by its hashes.
/// </remarks>
/// <param name="read">Opens the corpus from its beginning.</param>
/// <param name="keptCharacters">A corpus of more characters is read anew each time.</param>
/// <param name="share">
/// The share that is held out; with 0 all is trained on, and what would be held out by default is evaluated on, too.
/// </param>
internal sealed class DocumentSplit(
    Func<IEnumerable<Document>> read, long keptCharacters = 1 << 25, double share = HeldOut.DefaultShare)
{
    private const string MoreDocuments =
        "Give more text, cut it finer (`document` blank-line or line makes many documents of a file), name other files "
        + "to evaluate on as `validation`, or give `held_out` 0 to evaluate on what is trained on.";

    private readonly double _share = share > 0 ? share : HeldOut.DefaultShare;
    private readonly bool _trainsOnAll = share == 0;
    private long? _read;
    private List<Part>? _kept;

    /// <summary>Documents of the corpus; known after a reading.</summary>
    public long Count { get; private set; }

    /// <summary>Documents trained on; known after a reading.</summary>
    public long TrainingCount => _trainsOnAll ? Count : Count - HeldOutCount;

    /// <summary>Documents held out, or evaluated on; known after a reading.</summary>
    public long HeldOutCount { get; private set; }

    /// <summary>What a person should know of the split; null where it is as asked for.</summary>
    public string? Remark { get; private set; }

    private string Name =>
        _share == HeldOut.DefaultShare ? "tenth" : FormattableString.Invariant($"share of {_share}");

    /// <summary>Texts of the documents trained on.</summary>
    /// <exception cref="ClozeException">
    /// While reading: the corpus is unreadable, a part is empty, or it is not what it was when it was read before.
    /// </exception>
    public IEnumerable<string> Training(CancellationToken cancellation)
    {
        long count = 0, heldOut = 0;
        foreach (Part part in Parts(cancellation))
        {
            count++;
            if (part.HeldOut) heldOut++;
            if (_trainsOnAll || !part.HeldOut) yield return part.Text;
        }

        Count = count;
        HeldOutCount = heldOut;
        RequireBothParts();
    }

    /// <summary>Texts of the documents held out, or evaluated on.</summary>
    public IEnumerable<string> HeldOutTexts(CancellationToken cancellation) =>
        Parts(cancellation).Where(part => part.HeldOut).Select(part => part.Text);

    private IEnumerable<Part> Parts(CancellationToken cancellation) => _kept ?? Read(cancellation);

    private IEnumerable<Part> Read(CancellationToken cancellation)
    {
        List<Part>? keeping = [];
        List<Part>? waiting = keeping;
        long characters = 0;
        long count = 0, heldOut = 0;
        foreach (Document document in read())
        {
            cancellation.ThrowIfCancellationRequested();
            var part = new Part(document.Text, HeldOut.Contains(document.Text, _share));
            count++;
            if (part.HeldOut) heldOut++;
            characters += part.Text.Length;
            keeping?.Add(part);
            bool isDecided = (heldOut > 0 && heldOut < count) || characters > keptCharacters;
            if (waiting is null) yield return part;
            else if (isDecided)
            {
                foreach (Part waited in waiting) yield return waited;
                waiting = null;
            }

            if (characters > keptCharacters) keeping = null;
        }

        if (waiting is not null) keeping = Decide(waiting, heldOut);
        foreach (Part waited in waiting is null ? [] : keeping!) yield return waited;
        _kept = keeping;
        RequireSame(count);
    }

    /// <summary>Splits a corpus whose hashes put it into one part.</summary>
    private List<Part> Decide(List<Part> parts, long heldOut)
    {
        bool canSplit = _trainsOnAll ? parts.Count > 0 : parts.Count > 1;
        if (!canSplit) return parts;
        int first = Enumerable.Range(0, parts.Count).MinBy(index => HeldOut.Rank(parts[index].Text));
        if (!_trainsOnAll) Remark = Explain(parts.Count, heldOut);
        return [.. parts.Select((part, index) => part with { HeldOut = index == first })];
    }

    private string Explain(int count, long heldOut)
    {
        string found = heldOut == 0
            ? $"None of the {count} documents falls into the held-out {Name} by its hash"
            : $"All {count} documents fall into the held-out {Name} by their hashes";
        return $"{found}: the one whose hash comes first is held out alone, and says little about other text.";
    }

    private void RequireSame(long count)
    {
        if (_read is null || _read == count)
        {
            _read = count;
            return;
        }

        throw new ClozeException(
            $"The corpus had {_read} documents when it was read first, and {count} when it was read again.",
            "Leave the files alone while a run prepares them; documents from a program must be the same each time.");
    }

    private void RequireBothParts()
    {
        if (_trainsOnAll) return;
        if (Count < 2)
        {
            string number = Count == 0 ? "no" : "one";
            throw new ClozeException(
                $"The corpus has {number} document, expected at least two: one to train on and one to be held out.",
                MoreDocuments);
        }

        if (HeldOutCount == 0)
        {
            throw new ClozeException(
                $"None of the {Count} documents falls into the held-out {Name}, so nothing is left to evaluate on.",
                MoreDocuments);
        }

        if (TrainingCount == 0)
        {
            throw new ClozeException(
                $"All {Count} documents fall into the held-out {Name}, so nothing is left to train on.",
                MoreDocuments);
        }
    }

    private readonly record struct Part(string Text, bool HeldOut);
}
