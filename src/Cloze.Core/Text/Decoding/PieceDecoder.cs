namespace Cloze.Text;

/// <summary>
/// Turns pieces into text: one step after another, and what they leave is joined. It does not change.
/// </summary>
internal abstract record PieceDecoder
{
    /// <summary>What a sequence of pieces becomes.</summary>
    public abstract List<string> Apply(List<string> pieces);

    /// <summary>The text of a sequence of pieces.</summary>
    public string Decode(List<string> pieces) => string.Concat(Apply(pieces));
}
