namespace Cloze.Text;

/// <summary>Joins all pieces, so that later steps see one.</summary>
internal sealed record FuseDecoder : PieceDecoder
{
    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces) => [string.Concat(pieces)];
}
