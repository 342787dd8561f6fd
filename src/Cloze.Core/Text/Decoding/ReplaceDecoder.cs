namespace Cloze.Text;

/// <summary>Writes something in place of each match of a pattern in a piece.</summary>
internal sealed record ReplaceDecoder(TextPattern Pattern, string Content) : PieceDecoder
{
    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces)
    {
        var result = new List<string>(pieces.Count);
        long length = 0;
        foreach (string piece in pieces)
        {
            List<PatternPart> parts = Pattern.Parts(piece);
            length += piece.Length + ((long)parts.Count * Content.Length);
            if (length > AlignedText.MaximumLength) throw AlignedText.TooLong();
            result.Add(string.Concat(
                parts.Select(part => part.IsMatch ? Content : piece[part.Start..part.End])));
        }

        return result;
    }
}
