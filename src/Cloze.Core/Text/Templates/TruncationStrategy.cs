namespace Cloze.Text;

/// <summary>
/// Which part of an input that is too long is cut; always at its end unless a saved tokenizer says otherwise.
/// </summary>
public enum TruncationStrategy
{
    /// <summary>The longer of the two parts, token by token, until it fits.</summary>
    LongestFirst,

    /// <summary>The first part only.</summary>
    OnlyFirst,

    /// <summary>The second part only.</summary>
    OnlySecond,

    /// <summary>Nothing is cut, even where the tokenizer was saved with a length to cut to.</summary>
    None,
}
