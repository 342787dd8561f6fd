using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>
/// Whether a vocabulary fits a text: unknown pieces, pieces of a word, sequences with nothing to mask.
/// </summary>
/// <param name="tokens">The sample.</param>
/// <param name="texts">Its documents.</param>
internal sealed class PieceCheck(SampleTokens tokens, IReadOnlyList<string> texts)
{
    private const double WorthUnknown = 0.001, BadUnknown = 0.01, FatalUnknown = 0.5;
    private const double ManyPieces = 2.2;
    private const int MostWords = 200_000;
    private const int MostExamples = 5;
    private long _unknown;
    private long _ordinary;
    private long _withoutMasks;
    private long _words;

    /// <summary>The figures; known once it was found.</summary>
    public PieceFigures Figures => new(
        tokens.Pieces.Count,
        tokens.IsTrained,
        _words,
        _ordinary,
        _unknown,
        tokens.Training.Count + (long)tokens.HeldOut.Count,
        _withoutMasks);

    /// <summary>Looks at the sample.</summary>
    /// <param name="hasSpaces">Whether words of the text are parted by spaces.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<Finding> Find(bool hasSpaces, CancellationToken cancellation)
    {
        foreach (TokenStore store in new[] { tokens.Training, tokens.HeldOut }) Count(store, cancellation);
        _words = texts.Sum(CountWords);
        PieceFigures figures = Figures;
        var findings = new List<Finding>();
        if (figures.UnknownRate >= WorthUnknown) findings.Add(Unknown(figures));
        if (hasSpaces && figures.PiecesPerWord >= ManyPieces) findings.Add(Many(figures));
        if (_withoutMasks > 0) findings.Add(WithoutMasks(figures));
        return findings;
    }

    private static long CountWords(string text)
    {
        long words = 0;
        bool isOpen = false;
        foreach (char character in text)
        {
            bool isSpace = char.IsWhiteSpace(character);
            if (!isSpace && !isOpen) words++;
            isOpen = !isSpace;
        }

        return words;
    }

    private void Count(TokenStore store, CancellationToken cancellation)
    {
        int[] ids = new int[store.SequenceLength];
        int unknown = tokens.Tokenizer.Vocabulary.UnknownId;
        for (int sequence = 0; sequence < store.Count; sequence++)
        {
            if (sequence % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            int length = store.Read(sequence, ids), maskable = 0;
            foreach (int id in ids.AsSpan(0, length))
            {
                if (id == unknown) _unknown++;
                else if (tokens.Pieces.IsSpecial(id)) continue;
                else maskable++;
                _ordinary++;
            }

            if (maskable == 0) _withoutMasks++;
        }
    }

    private Finding Unknown(PieceFigures figures) => new()
    {
        Id = "unknown-pieces",
        Severity = figures.UnknownRate >= FatalUnknown ? Severity.Fatal
            : figures.UnknownRate >= BadUnknown ? Severity.Warning
            : Severity.Note,
        Count = _unknown,
        Message = FormattableString.Invariant(
            $"{_unknown:N0} of {_ordinary:N0} pieces ({figures.UnknownRate:P2}) are unknown to the vocabulary."),
        Examples = [.. Words(IsUnknown)],
        Advice = tokens.IsTrained
            ? "Take rare characters out of the text, or give a larger `vocabulary_size`."
            : "The model was made for other text: train one of your own, or add words to its vocabulary.",
    };

    private Finding Many(PieceFigures figures) => new()
    {
        Id = "many-pieces-per-word",
        Severity = Severity.Warning,
        Count = (long)Math.Round(100 * figures.PiecesPerWord),
        Message = FormattableString.Invariant(
            $"A word has {figures.PiecesPerWord:F2} pieces on average: sequences hold few words."),
        Examples = [.. Words(word => Cut(word).Count >= 4)],
        Advice = tokens.IsTrained
            ? "Give a larger `vocabulary_size`, or take out what is no language, such as code and numbers."
            : "The model was made for other text: train one of your own, or add words to its vocabulary.",
    };

    private Finding WithoutMasks(PieceFigures figures) => new()
    {
        Id = "nothing-to-mask",
        Severity = _withoutMasks == figures.Sequences ? Severity.Fatal : Severity.Warning,
        Count = _withoutMasks,
        Message = FormattableString.Invariant(
            $"{_withoutMasks:N0} of {figures.Sequences:N0} sequences have no token that could be masked."),
        Advice = "They teach nothing: take out texts of unknown characters alone.",
    };

    // The commonest first.
    private IEnumerable<string> Words(Func<string, bool> isAsked)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        IEnumerable<string> words = texts.SelectMany(
            text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (string word in words.Take(MostWords))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        return counts.OrderByDescending(count => count.Value)
            .ThenBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => count.Key)
            .Where(isAsked)
            .Take(MostExamples)
            .Select(word => Excerpt.Of(word, 30));
    }

    private bool IsUnknown(string word) => Cut(word).Contains(tokens.Tokenizer.Vocabulary.UnknownId);

    private List<int> Cut(string word)
    {
        var ids = new List<int>();
        tokens.Tokenizer.AppendIds(word, ids);
        return ids;
    }
}
