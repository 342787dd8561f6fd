namespace Cloze.Text;

/// <summary>Takes a character away at the ends of each piece.</summary>
/// <param name="Content">The character.</param>
/// <param name="Start">At most so many at the beginning.</param>
/// <param name="Stop">At most so many at the end.</param>
internal sealed record StripDecoder(char Content, int Start, int Stop) : PieceDecoder
{
    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces) => pieces.ConvertAll(Strip);

    private string Strip(string piece)
    {
        int from = 0, to = piece.Length;
        while (from < Math.Min(Start, piece.Length) && piece[from] == Content) from++;
        while (to > from && piece.Length - to < Stop && piece[to - 1] == Content) to--;
        return piece[from..to];
    }
}
