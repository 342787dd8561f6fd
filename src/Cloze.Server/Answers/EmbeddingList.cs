using Cloze.Inference;

namespace Cloze.Server.Answers;

/// <summary>The vectors of some texts, in OpenAI's shape.</summary>
/// <param name="Object">Always <c>list</c>.</param>
/// <param name="Data">A vector for each text, in their order.</param>
/// <param name="Model">The model.</param>
/// <param name="Usage">How many tokens were read.</param>
internal sealed record EmbeddingList(
    string Object, IReadOnlyList<EmbeddingAnswer> Data, string Model, TokenUsage Usage)
{
    /// <summary>The answer that tells vectors.</summary>
    /// <param name="model">The model.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="isPacked">Whether they are base64.</param>
    public static EmbeddingList Of(string model, IReadOnlyList<TextEmbedding> vectors, bool isPacked)
    {
        int tokens = vectors.Sum(vector => vector.TokenCount);
        return new EmbeddingList(
            "list",
            [.. vectors.Select((vector, index) => EmbeddingAnswer.Of(index, vector, isPacked))],
            model,
            new TokenUsage(tokens, tokens));
    }
}
