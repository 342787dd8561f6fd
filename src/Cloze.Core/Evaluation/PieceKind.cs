namespace Cloze.Evaluation;

/// <summary>What a masked piece is in its text.</summary>
public enum PieceKind
{
    /// <summary>A word that is one piece.</summary>
    WholeWord,

    /// <summary>The first piece of a word of several.</summary>
    WordStart,

    /// <summary>A later piece of a word.</summary>
    Continuation,

    /// <summary>Punctuation or a symbol.</summary>
    Punctuation,

    /// <summary>Digits alone.</summary>
    Number,
}
