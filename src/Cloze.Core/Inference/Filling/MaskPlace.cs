using Cloze.Text;

namespace Cloze.Inference;

/// <summary>Where a mask stands in the texts as they were given.</summary>
/// <param name="Given">The texts.</param>
/// <param name="IsInPair">Whether it stands in the second.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character after its last.</param>
/// <param name="Prefix">What marks a piece that continues a word.</param>
internal sealed record MaskPlace(TextPair Given, bool IsInPair, int Start, int End, string Prefix)
{
    /// <summary>Finds the mask at a position; null where no text has it at the place that it came from.</summary>
    public static MaskPlace? Find(TextPair given, Encoding encoding, int position, string mask, string prefix)
    {
        TextSpan span = encoding.Offsets[position];
        bool isInPair = given.Pair is not null && encoding.TokenTypeIds[position] != 0;
        return Find(given, isInPair, span, mask, prefix) ?? Find(given, !isInPair, span, mask, prefix);
    }

    /// <summary>The texts with a piece in place of the mask.</summary>
    public TextPair Fill(string piece) => IsInPair
        ? Given with { Pair = Fill(Given.Pair!, piece) }
        : Given with { Text = Fill(Given.Text, piece) };

    /// <summary>Where a piece stands once it is filled in, without the mark of one that continues a word.</summary>
    public TextSpan SpanOf(string piece)
    {
        string text = IsInPair ? Given.Pair! : Given.Text;
        int start = Continues(text, piece) ? text.AsSpan(0, Start).TrimEnd().Length : Start;
        return new TextSpan(start, start + Written(text, piece).Length);
    }

    private static MaskPlace? Find(TextPair given, bool isInPair, TextSpan span, string mask, string prefix)
    {
        if ((isInPair ? given.Pair : given.Text) is not { } text || span.End > text.Length) return null;

        // A token may take the white space around it.
        int start = text.IndexOf(mask, span.Start, span.End - span.Start, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? null : new MaskPlace(given, isInPair, start, start + mask.Length, prefix);
    }

    private string Fill(string text, string piece)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, Start);
        return string.Concat(
            Continues(text, piece) ? before.TrimEnd() : before, Written(text, piece), text.AsSpan(End));
    }

    private ReadOnlySpan<char> Written(string text, string piece) =>
        Continues(text, piece) ? piece.AsSpan(Prefix.Length) : piece;

    private bool Continues(string text, string piece) =>
        Prefix.Length > 0
        && piece.Length > Prefix.Length
        && piece.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(0, Start).IsWhiteSpace();
}
