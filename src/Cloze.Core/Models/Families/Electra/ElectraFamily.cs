using System.Text.Json;
using Cloze.Compute;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// ELECTRA's generator (Clark et al. 2020): BERT's encoder on embeddings that may be narrower than its hidden states,
/// with a head that goes back to their width. The head's activation is gelu whatever the encoder's is.
/// </summary>
internal sealed class ElectraFamily : ModelFamily
{
    private const string Prefix = "electra.";

    /// <summary>Creates the family.</summary>
    public ElectraFamily()
        : base("electra", new WeightNames
        {
            Prefix = Prefix,
            EncoderParts = ["embeddings.", "embeddings_project.", "encoder."],
            HeadParts = ["generator_predictions.", "generator_lm_head."],
            PredictionParts = ["generator_predictions.", "generator_lm_head."],
            Stems = PostNormNames.Stems(
                Prefix,
                (ModelPart.EmbeddingProjection, "electra.embeddings_project"),
                (ModelPart.Transform, "generator_predictions.dense"),
                (ModelPart.TransformNorm, "generator_predictions.LayerNorm"),
                (ModelPart.Prediction, "generator_lm_head"),
                (ModelPart.Decoder, "generator_lm_head")),
        })
    {
    }

    /// <inheritdoc/>
    public override EncoderConfig Read(JsonFile json)
    {
        EncoderFields.RequireEncoder(json);
        EncoderConfig config = PostNormFields.Read(json, new EncoderConfig
        {
            VocabularySize = 30522,
            HiddenSize = 256,
            AttentionHeadCount = 4,
            InnerSize = 1024,
            ModelType = ModelType,
            HeadActivation = Activation.Gelu,
        });
        int embedding = json.GetInteger("embedding_size", 128);
        if (embedding < 1) throw json.Wrong("embedding_size", "a whole number above 0");
        return embedding == config.HiddenSize ? config : config with { EmbeddingSize = embedding };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, EncoderConfig config) =>
        PostNormFields.Write(json, config, config.EmbeddingSize);

    /// <inheritdoc/>
    public override string ArchitectureOf(ModelOutputs outputs) =>
        outputs.HasFlag(ModelOutputs.MaskedLanguageModel) ? "ElectraForMaskedLM" : "ElectraModel";
}
