using Cloze.Text;

namespace Cloze.Inference;

/// <summary>Where a mask stands in the texts as they were given.</summary>
/// <param name="Given">The texts.</param>
/// <param name="IsInPair">Whether it stands in the second.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character after its last.</param>
/// <param name="Marks">How pieces say whether they continue a word.</param>
internal sealed record MaskPlace(TextPair Given, bool IsInPair, int Start, int End, PieceMarks Marks)
{
    /// <summary>
    /// Whether what is filled in goes on with the word before it, where words are marked at their beginning: the text
    /// of a piece no longer tells.
    /// </summary>
    private bool GoesOn { get; init; }

    /// <summary>Finds the mask at a position; null where no text has it at the place that it came from.</summary>
    public static MaskPlace? Find(TextPair given, Encoding encoding, int position, string mask, PieceMarks marks)
    {
        TextSpan span = encoding.Offsets[position];
        bool isInPair = given.Pair is not null && encoding.SequenceIds[position] == 1;
        return Find(given, isInPair, span, mask, marks) ?? Find(given, !isInPair, span, mask, marks);
    }

    /// <summary>The place for what begins with a piece of the vocabulary.</summary>
    public MaskPlace For(string piece) => Marks.IsBeginning ? this with { GoesOn = Marks.Continues(piece) } : this;

    /// <summary>The texts with the text of a piece in place of the mask.</summary>
    public TextPair Fill(string piece) => IsInPair
        ? Given with { Pair = Fill(Given.Pair!, piece) }
        : Given with { Text = Fill(Given.Text, piece) };

    /// <summary>Where a piece stands once it is filled in, without the mark of one that continues a word.</summary>
    public TextSpan SpanOf(string piece)
    {
        string text = IsInPair ? Given.Pair! : Given.Text;
        int start = Before(text, piece).Length;
        return new TextSpan(start, start + Written(text, piece).Length);
    }

    private static MaskPlace? Find(TextPair given, bool isInPair, TextSpan span, string mask, PieceMarks marks)
    {
        if ((isInPair ? given.Pair : given.Text) is not { } text || span.End > text.Length) return null;

        // A token may take the white space around it.
        int start = text.IndexOf(mask, span.Start, span.End - span.Start, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? null : new MaskPlace(given, isInPair, start, start + mask.Length, marks);
    }

    private string Fill(string text, string piece) =>
        string.Concat(Before(text, piece), Written(text, piece), text.AsSpan(End));

    // A word that begins is set apart from the one before it.
    private ReadOnlySpan<char> Before(string text, string piece)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, Start);
        if (Continues(text, piece)) return before.TrimEnd();
        bool begins = Marks.IsBeginning ? !GoesOn : piece.StartsWith(' ');
        return !begins || before.IsEmpty || char.IsWhiteSpace(before[^1]) ? before : $"{before} ";
    }

    // The space of one that begins is not of the word, whether the tokenizer says how its pieces are marked or not.
    private ReadOnlySpan<char> Written(string text, string piece)
    {
        if (Marks.IsBeginning && GoesOn) return piece;
        return Continues(text, piece) ? piece.AsSpan(Marks.Mark.Length) : piece.AsSpan().TrimStart(' ');
    }

    private bool Continues(string text, string piece) =>
        (Marks.IsBeginning ? GoesOn : Marks.Continues(piece)) && !text.AsSpan(0, Start).IsWhiteSpace();
}
