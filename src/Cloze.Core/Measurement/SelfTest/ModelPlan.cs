using Cloze.Models;

namespace Cloze.Measurement;

/// <summary>A small model whose loss and gradients are compared.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Config">Its sizes and layout.</param>
/// <param name="Frozen">What does not learn.</param>
/// <param name="Recomputes">Whether the backward pass computes activations again.</param>
internal sealed record ModelPlan(
    string Name, EncoderConfig Config, FrozenPart Frozen = default, bool Recomputes = false)
{
    /// <summary>The pieces of each.</summary>
    public const int Vocabulary = 500;

    // A few tokens to each side: less than a tile, and than most of the sequences.
    private const int Local = 8;

    /// <summary>Both layouts, with and without dropout, frozen in part, computed again, and of two widths.</summary>
    public static IEnumerable<ModelPlan> All()
    {
        yield return new ModelPlan("2 layers of 128", PostNorm(0));
        yield return new ModelPlan("2 layers of 128, dropout 0.1", PostNorm(0.1f));
        yield return new ModelPlan("2 layers of 128, embeddings of 64", ModelFamilies.WithEmbeddings(PostNorm(0), 64));
        yield return new ModelPlan("3 layers of 128 in today's layout", PreNorm(0));
        yield return new ModelPlan("3 layers of 128 in today's layout, dropout 0.1", PreNorm(0.1f));
        foreach (bool isModern in new[] { false, true })
        {
            EncoderConfig config = isModern ? PreNorm(0.1f) : PostNorm(0.1f);
            string layout = isModern ? " in today's layout" : "";
            yield return new ModelPlan($"one layer frozen{layout}", config, FrozenPart.FirstLayers(1));
            yield return new ModelPlan($"embeddings frozen{layout}", config, FrozenPart.Embeddings);
            yield return new ModelPlan($"computed again{layout}", config, Recomputes: true);
        }
    }

    private static EncoderConfig PostNorm(float dropout) => new()
    {
        VocabularySize = Vocabulary,
        HiddenSize = 128,
        LayerCount = 2,
        AttentionHeadCount = 4,
        InnerSize = 512,
        MaximumPositions = 128,
        HiddenDropout = dropout,
        AttentionDropout = dropout,
        InitializerRange = 0.1f,
    };

    private static EncoderConfig PreNorm(float dropout)
    {
        EncoderConfig config = ModelFamilies.Modern(PostNorm(dropout) with { LayerCount = 3 });
        return config with { PreNorm = config.PreNorm! with { LocalAttention = Local } };
    }
}
