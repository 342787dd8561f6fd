using System.Text.Json;
using Cloze.Compute;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// RoBERTa (Liu et al. 2019) and XLM-RoBERTa (Conneau et al. 2020): BERT's encoder with positions that are counted from
/// behind the padding's id, and a head of its own, whose activation is gelu whatever the encoder's is.
/// </summary>
internal sealed class RobertaFamily : ModelFamily
{
    private const string Prefix = "roberta.";

    private readonly string _classPrefix;
    private readonly int _vocabularySize;

    private RobertaFamily(string modelType, string classPrefix, int vocabularySize)
        : base(modelType, CreateNames())
    {
        _classPrefix = classPrefix;
        _vocabularySize = vocabularySize;
    }

    /// <summary>RoBERTa.</summary>
    public static RobertaFamily Create() => new("roberta", "Roberta", 50265);

    /// <summary>XLM-RoBERTa.</summary>
    public static RobertaFamily CreateMultilingual() => new("xlm-roberta", "XLMRoberta", 30522);

    /// <inheritdoc/>
    public override EncoderConfig Read(JsonFile json)
    {
        EncoderFields.RequireEncoder(json);
        EncoderConfig config = PostNormFields.Read(json, new EncoderConfig
        {
            VocabularySize = _vocabularySize,
            PaddingId = 1,
            ModelType = ModelType,
            HeadActivation = Activation.Gelu,
        });
        if (config.PaddingId == EncoderConfig.NoPadding)
        {
            throw json.Wrong("pad_token_id", "the padding's id, behind which positions are counted");
        }

        return FromPadding(json, config);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, EncoderConfig config) => PostNormFields.Write(json, config);

    /// <inheritdoc/>
    public override string ArchitectureOf(ModelOutputs outputs) =>
        _classPrefix + (outputs.HasFlag(ModelOutputs.MaskedLanguageModel) ? "ForMaskedLM" : "Model");

    // Position p of a sequence has the row p + pad + 1: the rows before are never looked up.
    private static EncoderConfig FromPadding(JsonFile json, EncoderConfig config)
    {
        long first = (long)config.PaddingId + 1;
        if (config.MaximumPositions <= first)
        {
            throw json.Wrong("max_position_embeddings", $"more than {first}, the first position behind pad_token_id");
        }

        return config with { FirstPosition = (int)first, MaximumPositions = config.MaximumPositions - (int)first };
    }

    private static WeightNames CreateNames() => new()
    {
        Prefix = Prefix,
        EncoderParts = PostNormNames.EncoderParts,
        HeadParts = ["lm_head."],
        PredictionParts = ["lm_head."],
        Stems = PostNormNames.Stems(
            Prefix,
            (ModelPart.Pooler, "roberta.pooler.dense"),
            (ModelPart.Transform, "lm_head.dense"),
            (ModelPart.TransformNorm, "lm_head.layer_norm"),
            (ModelPart.Prediction, "lm_head"),
            (ModelPart.Decoder, "lm_head.decoder")),
    };
}
