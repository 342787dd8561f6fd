using Cloze.Compute;
using Cloze.Data;
using Cloze.Models;

namespace Cloze.Initialization;

/// <summary>
/// First weights of a prediction head that an encoder lacks, from the corpus: what it says before it has learned is how
/// frequent each piece is, changed by what the encoder's last layer has in common with the piece's embedding.
/// </summary>
/// <remarks>
/// The transform is the identity with a little noise; its bias of 2 keeps gelu nearly linear, and the LayerNorm takes
/// it away again. Where embeddings and hidden states differ in width, no identity leads from one to the other: the
/// transform then begins at random. The bias of the output is ln p(piece); a decoder of its own begins as the word
/// embeddings. Measured in <c>docs/adapting.md</c>.
/// </remarks>
internal static class HeadStart
{
    private const double Noise = 0.006;
    private const float TransformBias = 2;

    /// <summary>Writes the parameters of the head that are named.</summary>
    /// <param name="counts">The training part's counts, of the model's vocabulary.</param>
    /// <param name="names">The parameters to write; those of other parts are left alone.</param>
    /// <param name="seed">Key of the noise.</param>
    /// <param name="model">The model; its word embeddings are in place.</param>
    /// <exception cref="ClozeException">The counts are of another vocabulary.</exception>
    public static void Apply(CorpusCounts counts, IReadOnlySet<string> names, ulong seed, EncoderModel model)
    {
        if (counts.VocabularySize > model.Config.VocabularySize)
        {
            throw new ClozeException(
                $"The corpus was counted in {counts.VocabularySize} pieces, the model has "
                + $"{model.Config.VocabularySize}.",
                "Count with the model's own tokenizer.");
        }

        for (int index = 0; index < model.Layout.Parameters.Count; index++)
        {
            ParameterSpec parameter = model.Layout.Parameters[index];
            if (!names.Contains(parameter.Name)) continue;
            if (First(parameter, index, counts, seed, model) is { } values)
            {
                model.Backend.Upload(values, model[parameter.Name]);
            }
        }
    }

    // Null where the parameter is of another part; LayerNorm begins as the identity by itself.
    private static float[]? First(
        ParameterSpec parameter, int index, CorpusCounts counts, ulong seed, EncoderModel model) =>
        (parameter.Part, parameter.IsVector) switch
        {
            (ModelPart.Prediction or ModelPart.Decoder, true) => Frequencies(counts, parameter.Columns),
            (ModelPart.Transform, false) when parameter.Rows == parameter.Columns =>
                NearIdentity(parameter.Rows, new KeyedRandom(seed, RandomPurpose.Weights, 0, (ulong)index)),
            (ModelPart.Transform, true) => Filled(parameter.Columns, TransformBias),
            (ModelPart.Decoder, false) => Words(model),
            _ => null,
        };

    // Rows beyond the vocabulary, which some models have, are as improbable as a piece that does not occur.
    private static float[] Frequencies(CorpusCounts counts, int rows)
    {
        float[] bias = Filled(rows, (float)counts.LogProbabilityOfNone);
        for (int id = 0; id < counts.VocabularySize; id++) bias[id] = (float)counts.LogProbability(id);
        return bias;
    }

    private static float[] NearIdentity(int size, KeyedRandom random)
    {
        float[] values = new float[size * size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((i % (size + 1) == 0 ? 1 : 0) + (Noise * random.NextNormal()));
        }

        return values;
    }

    private static float[] Words(EncoderModel model)
    {
        Tensor words = model.Weights.Tables.Word;
        float[] values = new float[words.Count];
        model.Backend.Download(words, values);
        return values;
    }

    private static float[] Filled(int count, float value)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
