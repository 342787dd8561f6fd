namespace Cloze.Text;

/// <summary>How a BERT tokenizer treats text before it looks for word pieces.</summary>
public sealed record TokenizerOptions
{
    /// <summary>Whether text is lower-cased.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>
    /// Whether accents are removed; <see langword="null"/> (BERT's setting) means as <see cref="LowerCase"/> says.
    /// </summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether every Chinese character is a word of its own.</summary>
    public bool HandleChineseCharacters { get; init; } = true;

    /// <summary>Whether control characters are removed and all white space is made plain spaces.</summary>
    public bool CleanText { get; init; } = true;

    /// <summary>A word of more characters than this, counted in code points, is unknown as a whole.</summary>
    public int MaximumCharactersPerWord { get; init; } = 100;

    /// <summary>
    /// The longest input of the model in tokens, written beside the tokenizer; it cuts nothing by itself.
    /// </summary>
    public int? ModelMaximumLength { get; init; } = 512;

    internal bool StripsAccents => StripAccents ?? LowerCase;
}
