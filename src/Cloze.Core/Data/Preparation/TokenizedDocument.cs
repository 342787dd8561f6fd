namespace Cloze.Data;

/// <summary>A document of a block as tokens.</summary>
/// <param name="Tokens">Its tokens, without special pieces; 0 where it gave none.</param>
/// <param name="Sentences">Its sentences.</param>
/// <param name="IsHeldOut">Whether it belongs to the held-out share.</param>
internal readonly record struct TokenizedDocument(int Tokens, int Sentences, bool IsHeldOut);
