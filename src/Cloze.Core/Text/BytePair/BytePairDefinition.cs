namespace Cloze.Text;

/// <summary>Byte-pair encoding: merges in the order in which they were learned.</summary>
internal sealed record BytePairDefinition : TokenModelDefinition
{
    /// <summary>The merges, the first learned first.</summary>
    public required IReadOnlyList<(string Left, string Right)> Merges { get; init; }

    /// <summary>What marks a piece that continues a word; mostly nothing.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether the model has a piece for characters it does not know; without, they give nothing.</summary>
    public bool HasUnknown { get; init; }

    /// <summary>Whether unknown characters side by side are one token.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether an unknown character is written in pieces for its bytes, such as <c>&lt;0xE2&gt;</c>.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a word that is a piece is taken whole, whatever the merges say.</summary>
    public bool TakesWholeWords { get; init; }

    /// <inheritdoc/>
    public override string Kind => "BPE";

    /// <inheritdoc/>
    public override TokenModel Create(IReadOnlyList<string> pieces, int unknownId, TokenizerOptions options) =>
        new BytePairModel(this, pieces, unknownId);
}
