namespace Cloze.Text;

/// <summary>Turns what marks the end of a word into a space, at the last piece into nothing.</summary>
internal sealed record SuffixDecoder(string Suffix) : PieceDecoder
{
    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces) => Suffix.Length == 0
        ? pieces
        : [.. pieces.Select((piece, i) =>
            piece.Replace(Suffix, i == pieces.Count - 1 ? "" : " ", StringComparison.Ordinal))];
}
