namespace Cloze.Compute;

/// <summary>The embedding tables of an encoder, or their gradients.</summary>
/// <param name="Word">Word pieces, [V, H].</param>
/// <param name="Position">Positions, [maximum positions, H], or none.</param>
/// <param name="TokenType">Token types, [token types, H], or none.</param>
internal readonly record struct EmbeddingTables(Tensor Word, Tensor Position, Tensor TokenType);
