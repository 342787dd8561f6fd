using Cloze.Compute;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Tests.Onnx;

/// <summary>A folder of a model with everything drawn at random, small enough to be run by hand.</summary>
internal static class OnnxModelFolder
{
    private static readonly string[] s_words = ["the", "cat", "dog", "sees", "a", "tree", "##s", "old", "."];

    public static EncoderConfig Config { get; } = TinyConfig();

    /// <summary>All families.</summary>
    public static IReadOnlyList<string> Families { get; } =
        ["bert", "roberta", "xlm-roberta", "distilbert", "electra", "modernbert"];

    /// <summary>A model with what its family has of its own.</summary>
    public static EncoderConfig OfFamily(string family)
    {
        EncoderConfig config = Config with { ModelType = family, HeadActivation = Activation.Gelu };
        return family switch
        {
            "roberta" or "xlm-roberta" => config with
            {
                TokenTypes = 1,
                PaddingId = 1,
                FirstPosition = 2,
                Activation = Activation.Relu,
            },
            "distilbert" => config with { TokenTypes = 0 },
            "modernbert" => config with
            {
                TokenTypes = 0,
                HiddenSize = 8,
                PreNorm = new PreNormConfig
                {
                    LayerTypes = "GL",
                    LocalAttention = 2,
                    FullTheta = 100,
                    LocalTheta = 10,
                    HasAttentionBias = true,
                },
            },
            "electra" => config with { EmbeddingSize = 4, Activation = Activation.Relu },
            _ => Config,
        };
    }

    /// <summary>Writes the folder.</summary>
    public static void Write(string folder, EncoderConfig? config = null)
    {
        var tokenizer = Tokenizer.Create(Vocabulary.Create([.. new SpecialTokens().All, .. s_words]));
        tokenizer.Save(folder);
        using var backend = new CpuBackend(threads: 1);
        using EncoderModel model = Models.TinyModel.Create(
            backend, config ?? Config, ModelOutputs.MaskedLanguageModel);
        model.Save(folder);
    }

    private static EncoderConfig TinyConfig() => Models.TinyModel.Config with
    {
        VocabularySize = new SpecialTokens().All.Count() + s_words.Length,
        MaximumPositions = 12,
    };
}
