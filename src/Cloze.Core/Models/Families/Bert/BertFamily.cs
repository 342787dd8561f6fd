using System.Text.Json;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>BERT (Devlin et al. 2019), as the files of 2018 and those of today have it.</summary>
internal sealed class BertFamily : ModelFamily
{
    private const string Prefix = "bert.";

    /// <summary>Creates the family.</summary>
    public BertFamily()
        : base("bert", new WeightNames
        {
            Prefix = Prefix,
            EncoderParts = PostNormNames.EncoderParts,
            HeadParts = ["cls."],
            PredictionParts = ["cls.predictions."],
            Stems = PostNormNames.Stems(
                Prefix,
                (ModelPart.Pooler, "bert.pooler.dense"),
                (ModelPart.Transform, "cls.predictions.transform.dense"),
                (ModelPart.TransformNorm, "cls.predictions.transform.LayerNorm"),
                (ModelPart.Prediction, "cls.predictions"),
                (ModelPart.Decoder, "cls.predictions.decoder"),
                (ModelPart.NextSentence, "cls.seq_relationship")),
        })
    {
    }

    /// <inheritdoc/>
    public override EncoderConfig Read(JsonFile json)
    {
        EncoderFields.RequireEncoder(json);
        return PostNormFields.Read(json, new EncoderConfig { VocabularySize = 30522, ModelType = ModelType });
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, EncoderConfig config) => PostNormFields.Write(json, config);

    /// <inheritdoc/>
    public override string ArchitectureOf(ModelOutputs outputs)
    {
        if (outputs.HasFlag(ModelOutputs.PreTraining)) return "BertForPreTraining";
        if (outputs.HasFlag(ModelOutputs.MaskedLanguageModel)) return "BertForMaskedLM";
        return outputs.HasFlag(ModelOutputs.NextSentence) ? "BertForNextSentencePrediction" : "BertModel";
    }
}
