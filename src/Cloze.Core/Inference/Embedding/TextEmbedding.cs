namespace Cloze.Inference;

/// <summary>The vector that stands for a text.</summary>
/// <param name="Values">The vector, [H].</param>
/// <param name="TokenCount">T, the tokens that were read, special ones included.</param>
/// <param name="TokensCut">Tokens cut off because the text is longer than the model's positions; 0 for none.</param>
public sealed record TextEmbedding(ReadOnlyMemory<float> Values, int TokenCount, int TokensCut);
