using Cloze.Data;

namespace Cloze.Training;

/// <summary>
/// A corpus in its two parts, each read as a stream. The first reading to its end counts the documents and says what is
/// wrong with the split; a small corpus is kept from then on, as reading takes longer than what is done with it.
/// </summary>
/// <param name="read">Opens the corpus from its beginning.</param>
/// <param name="keptCharacters">A corpus of more characters is read anew each time.</param>
/// <param name="share">The share that is held out; 0 where all is trained on.</param>
internal sealed class DocumentSplit(
    Func<IEnumerable<Document>> read, long keptCharacters = 1 << 25, double share = HeldOut.DefaultShare)
{
    private const string MoreDocuments =
        "Give more text, cut it finer (`document` blank-line or line makes many documents of a file), change the share "
        + "with `held_out`, or name other files to evaluate on as `validation`.";

    private int _total;
    private int? _read;
    private List<(string Text, bool HeldOut)>? _kept;

    /// <summary>Documents trained on; known after a reading.</summary>
    public int TrainingCount { get; private set; }

    /// <summary>Documents held out; known after a reading.</summary>
    public int HeldOutCount => _total - TrainingCount;

    private string Part =>
        share == HeldOut.DefaultShare ? "tenth" : FormattableString.Invariant($"share of {share}");

    /// <summary>Texts of the documents trained on.</summary>
    /// <exception cref="ClozeException">
    /// While reading: the corpus is unreadable, a part is empty, or it is not what it was when it was read before.
    /// </exception>
    public IEnumerable<string> Training(CancellationToken cancellation)
    {
        int total = 0, training = 0;
        foreach ((string text, bool heldOut) in Documents(cancellation))
        {
            total++;
            if (heldOut) continue;
            training++;
            yield return text;
        }

        _total = total;
        TrainingCount = training;
        RequireBothParts();
    }

    /// <summary>Texts of the documents held out.</summary>
    public IEnumerable<string> HeldOutTexts(CancellationToken cancellation) =>
        Documents(cancellation).Where(document => document.HeldOut).Select(document => document.Text);

    private IEnumerable<(string Text, bool HeldOut)> Documents(CancellationToken cancellation)
    {
        if (_kept is not null)
        {
            foreach ((string, bool) document in _kept) yield return document;
            yield break;
        }

        List<(string, bool)>? keeping = [];
        long characters = 0;
        int count = 0;
        foreach (Document document in read())
        {
            cancellation.ThrowIfCancellationRequested();
            count++;
            (string Text, bool HeldOut) split = (document.Text, share > 0 && HeldOut.Contains(document.Text, share));
            characters += split.Text.Length;
            if (characters > keptCharacters) keeping = null;
            keeping?.Add(split);
            yield return split;
        }

        _kept = keeping;
        RequireSame(count);
    }

    private void RequireSame(int count)
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
        if (share == 0) return;
        if (_total == 1)
        {
            throw new ClozeException(
                "The corpus has one document, expected at least two: one to train on and one to be held out.",
                MoreDocuments);
        }

        if (HeldOutCount == 0)
        {
            throw new ClozeException(
                $"None of the {_total} documents falls into the held-out {Part}, so nothing is left to evaluate on.",
                MoreDocuments);
        }

        if (TrainingCount == 0)
        {
            throw new ClozeException(
                $"All {_total} documents fall into the held-out {Part}, so nothing is left to train on.",
                MoreDocuments);
        }
    }
}
