namespace Cloze.Text;

/// <summary>Writes something in place of each match of a pattern in a piece.</summary>
internal sealed record ReplaceDecoder(TextPattern Pattern, string Content) : PieceDecoder
{
    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces) => pieces.ConvertAll(piece => string.Concat(
        Pattern.Parts(piece).Select(part => part.IsMatch ? Content : piece[part.Start..part.End])));
}
