namespace Cloze.Inference;

/// <summary>The vector that stands for a text.</summary>
/// <param name="Values">The vector, [H].</param>
/// <param name="TokenCount">T, the tokens that were read, special ones included.</param>
/// <param name="TokensCut">Tokens cut off because the text is longer than the model's positions; 0 for none.</param>
public sealed record TextEmbedding(ReadOnlyMemory<float> Values, int TokenCount, int TokensCut)
{
    /// <summary>The Euclidean length of the vector.</summary>
    public double Norm => Math.Sqrt(Dot(this));

    /// <summary>The cosine of the angle between two vectors: 1 for one direction, 0 where one is all zeros.</summary>
    /// <param name="other">The vector of another text, of the same model.</param>
    /// <exception cref="ArgumentException">It has another size.</exception>
    /// <exception cref="ArgumentNullException">There is no other.</exception>
    public double CosineSimilarity(TextEmbedding other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Values.Length != Values.Length)
        {
            throw new ArgumentException(
                $"The other vector has {other.Values.Length} values, expected {Values.Length}.", nameof(other));
        }

        double norms = Norm * other.Norm;
        return norms > 0 ? Math.Clamp(Dot(other) / norms, -1, 1) : 0;
    }

    private double Dot(TextEmbedding other)
    {
        ReadOnlySpan<float> left = Values.Span, right = other.Values.Span;
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += (double)left[i] * right[i];
        return sum;
    }
}
