namespace Cloze.Text;

/// <summary>WordPiece: the longest pieces from left to right.</summary>
/// <param name="Prefix">What marks a piece that continues a word.</param>
internal sealed record WordPieceDefinition(string Prefix = "##") : TokenModelDefinition
{
    /// <inheritdoc/>
    public override string Kind => "WordPiece";

    /// <inheritdoc/>
    public override TokenModel Create(IReadOnlyList<string> pieces, int unknownId, TokenizerOptions options) =>
        new WordPieceModel(pieces, Prefix, unknownId, options.MaximumCharactersPerWord);
}
