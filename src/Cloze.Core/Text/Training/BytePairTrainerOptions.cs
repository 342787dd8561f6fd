namespace Cloze.Text;

/// <summary>How a byte-level byte-pair encoding is trained; the defaults are those of Hugging Face's trainer.</summary>
public sealed record BytePairTrainerOptions
{
    /// <summary>How many pieces it gets, special ones and all; fewer where the text has no more.</summary>
    public int VocabularySize { get; init; } = 8192;

    /// <summary>Pieces that stand side by side less often than this are not merged.</summary>
    public long MinimumFrequency { get; init; } = 2;

    /// <summary>
    /// How many different words are held in memory; beyond it, counts go to temporary files and stay exact, and the
    /// most frequent words, as many as this, are learned from.
    /// </summary>
    public int WordLimit { get; init; } = 1 << 19;

    /// <summary>How many threads count words; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// The longest input of the model in tokens, written beside the tokenizer; it cuts nothing by itself.
    /// </summary>
    public int? ModelMaximumLength { get; init; } = 512;

    /// <summary>The names of the special tokens, which get the first ids: RoBERTa's.</summary>
    public SpecialTokens SpecialTokens { get; init; } = new()
    {
        Classification = "<s>",
        Padding = "<pad>",
        Separator = "</s>",
        Unknown = "<unk>",
        Mask = "<mask>",
    };
}
