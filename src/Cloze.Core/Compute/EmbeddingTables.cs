namespace Cloze.Compute;

/// <summary>The three embedding tables of BERT, or their gradients.</summary>
/// <param name="Word">Word pieces, [V, H].</param>
/// <param name="Position">Positions, [maximum positions, H].</param>
/// <param name="TokenType">Token types, [token types, H].</param>
internal readonly record struct EmbeddingTables(Tensor Word, Tensor Position, Tensor TokenType);
