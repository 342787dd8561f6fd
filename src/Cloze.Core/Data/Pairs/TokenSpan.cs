namespace Cloze.Data;

/// <summary>Tokens of a document that stand together.</summary>
/// <param name="Document">The document.</param>
/// <param name="Start">The first of them, counted in the document's ordinary tokens.</param>
/// <param name="Length">Their number; 0 for none.</param>
internal readonly record struct TokenSpan(long Document, int Start, int Length)
{
    /// <summary>The same without its first token.</summary>
    public TokenSpan WithoutFirst() => this with { Start = Start + 1, Length = Length - 1 };

    /// <summary>The same without its last token.</summary>
    public TokenSpan WithoutLast() => this with { Length = Length - 1 };
}
