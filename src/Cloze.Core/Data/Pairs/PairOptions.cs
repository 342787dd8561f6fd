namespace Cloze.Data;

/// <summary>How documents become pairs.</summary>
internal sealed record PairOptions
{
    /// <summary>[CLS], and [SEP] behind each text.</summary>
    public const int SpecialTokens = 3;

    /// <summary>What is asked of a pair.</summary>
    public PairRule Rule { get; init; }

    /// <summary>The most tokens of a pair, special ones included; at least 5, for a token in each text.</summary>
    public required int SequenceLength { get; init; }

    /// <summary>
    /// The share of the documents whose pairs aim at a shorter length, drawn anew each epoch: fine-tuning meets short
    /// texts, too.
    /// </summary>
    public double ShortShare { get; init; } = 0.1;

    /// <summary>The most tokens of both texts together.</summary>
    public int MostTokens => SequenceLength - SpecialTokens;
}
