namespace Cloze.Text;

/// <summary>Unigram: the likeliest pieces (Kudo 2018).</summary>
/// <param name="Scores">ln of each piece's probability, in the order of the ids.</param>
/// <param name="UnknownId">The piece for what has no other; null for none.</param>
/// <param name="ByteFallback">Whether what is unknown is written in pieces for its bytes.</param>
internal sealed record UnigramDefinition(IReadOnlyList<double> Scores, int? UnknownId, bool ByteFallback)
    : TokenModelDefinition
{
    /// <inheritdoc/>
    public override string Kind => "Unigram";

    /// <inheritdoc/>
    public override TokenModel Create(IReadOnlyList<string> pieces, int unknownId, TokenizerOptions options) =>
        new UnigramModel(this, pieces);
}
