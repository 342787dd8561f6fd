namespace Cloze.Text;

/// <summary>Reads pieces as bytes of UTF-8; what is no whole character becomes U+FFFD.</summary>
internal sealed record ByteLevelDecoder : PieceDecoder
{
    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces)
    {
        var bytes = new List<byte>(4 * pieces.Count);
        foreach (string piece in pieces) ByteAlphabet.AppendBytes(piece, bytes);
        return [System.Text.Encoding.UTF8.GetString([.. bytes])];
    }
}
