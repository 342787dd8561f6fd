using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Tests.Models;

/// <summary>A small BERT's configuration, changed to that of another family.</summary>
internal static class FamilyModels
{
    /// <summary>The families beside BERT, by their model_type.</summary>
    public static string[] Names { get; } = ["roberta", "xlm-roberta", "distilbert", "electra", "modernbert"];

    /// <summary>The same sizes in another family; ELECTRA's embeddings are half as wide.</summary>
    public static EncoderConfig Of(string family, EncoderConfig config) => family switch
    {
        "roberta" or "xlm-roberta" => config with
        {
            ModelType = family,
            TokenTypes = 1,
            FirstPosition = config.PaddingId + 1,
            HeadActivation = Activation.Gelu,
        },
        "distilbert" => config with { ModelType = family, TokenTypes = 0 },
        "electra" => config with
        {
            ModelType = family,
            EmbeddingSize = config.HiddenSize / 2,
            HeadActivation = Activation.Gelu,
        },
        "modernbert" => config with
        {
            ModelType = family,
            TokenTypes = 0,
            HeadActivation = config.Activation,
            PreNorm = new PreNormConfig
            {
                LayerTypes = PreNormConfig.Alternating(config.LayerCount, 2),
                LocalAttention = 2,
            },
        },
        _ => config,
    };
}
