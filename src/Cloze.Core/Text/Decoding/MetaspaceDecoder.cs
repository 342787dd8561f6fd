namespace Cloze.Text;

/// <summary>Turns marks into spaces.</summary>
/// <param name="Mark">The mark.</param>
/// <param name="DropsFirst">Whether those of the first piece go.</param>
internal sealed record MetaspaceDecoder(char Mark, bool DropsFirst) : PieceDecoder
{
    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces)
    {
        List<string> result = pieces.ConvertAll(piece => piece.Replace(Mark, ' '));
        if (DropsFirst && pieces.Count > 0)
        {
            result[0] = pieces[0].Replace(Mark.ToString(), "", StringComparison.Ordinal);
        }

        return result;
    }
}
