namespace Cloze.Inference;

/// <summary>Every step of one sentence through a masked language model, with the real values.</summary>
public sealed record Explanation
{
    /// <summary>What the steps compute in this model.</summary>
    public ExplainedLayout Layout { get; init; } = new();

    /// <summary>The pieces with ids, types and attention mask, special tokens included.</summary>
    public required IReadOnlyList<ExplainedToken> Tokens { get; init; }

    /// <summary>The position that the vectors are of.</summary>
    public int Row { get; init; }

    /// <summary>The looked-up vectors of that position, their sum and its LayerNorm.</summary>
    public required IReadOnlyList<ExplainedVector> Embeddings { get; init; }

    /// <summary>
    /// The hidden state of that position after each layer; the last one's is after the final norm, where there is one,
    /// and its name then says so.
    /// </summary>
    public required IReadOnlyList<ExplainedVector> Layers { get; init; }

    /// <summary>
    /// Lengths of all T hidden states after the embeddings and after each layer, as in <see cref="Layers"/>,
    /// [L + 1, T].
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>> Norms { get; init; } = [];

    /// <summary>The attention of one layer; null where none was asked for.</summary>
    public ExplainedAttention? Attention { get; init; }

    /// <summary>For each masked position: logits, softmax, the best word beside the true one, and the loss.</summary>
    public required IReadOnlyList<ExplainedMask> Masks { get; init; }

    /// <summary>
    /// The second task, of a pair, with the masks in place; null for a single text, or where the model has no
    /// next-sentence head.
    /// </summary>
    public ExplainedNextSentence? NextSentence { get; init; }

    /// <summary>T, the number of tokens.</summary>
    public required int TokenCount { get; init; }

    /// <summary>H, the hidden size.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>V, the number of logits of each masked position.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Mean of the losses in nats; null where no true word is known.</summary>
    public double? MeanLoss { get; init; }
}
