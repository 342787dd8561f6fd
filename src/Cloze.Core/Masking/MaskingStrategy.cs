namespace Cloze.Masking;

/// <summary>What is hidden together.</summary>
public enum MaskingStrategy
{
    /// <summary>Each token by itself (Devlin et al. 2019).</summary>
    Token,

    /// <summary>
    /// All pieces of a word, each with a draw of its own for what stands there (google-research/bert, May 2019).
    /// </summary>
    WholeWord,

    /// <summary>
    /// Runs of whole words of a geometric length, with one draw for a whole run (Joshi et al. 2020, SpanBERT).
    /// </summary>
    Span,
}
