namespace Cloze.Text;

/// <summary>How a WordPiece vocabulary is trained; the defaults are those of Hugging Face's trainer.</summary>
public sealed record WordPieceTrainerOptions
{
    /// <summary>How many pieces the vocabulary gets, special ones and all; fewer where the text has no more.</summary>
    public int VocabularySize { get; init; } = 8192;

    /// <summary>Pieces that stand side by side less often than this are not merged.</summary>
    public long MinimumFrequency { get; init; } = 2;

    /// <summary>
    /// How many different letters get in, the most frequent ones; words with another letter count for nothing.
    /// </summary>
    public int AlphabetLimit { get; init; } = 1000;

    /// <summary>
    /// How many different words are held in memory; half a million take some 400 MB at the worst. Beyond it, counts go
    /// to temporary files and stay exact, and the most frequent words, as many as this, are learned from.
    /// </summary>
    public int WordLimit { get; init; } = 1 << 19;

    /// <summary>How many threads count words; the vocabulary does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How text is made words.</summary>
    public TokenizerOptions Tokenizer { get; init; } = new();

    /// <summary>The names of the special tokens, which get the first ids.</summary>
    public SpecialTokens SpecialTokens { get; init; } = new();
}
