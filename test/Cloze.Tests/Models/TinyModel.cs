using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Tests.Models;

/// <summary>Models and batches small enough for central differences, with every parameter drawn at random.</summary>
internal static class TinyModel
{
    /// <summary>H 6, A 2, F 10, V 11.</summary>
    public static EncoderConfig Config { get; } = new()
    {
        VocabularySize = 11,
        HiddenSize = 6,
        LayerCount = 2,
        AttentionHeadCount = 2,
        InnerSize = 10,
        MaximumPositions = 7,
        HiddenDropout = 0,
        AttentionDropout = 0,
    };

    /// <summary>
    /// A model whose parameters, biases and norms too, are spread out evenly in ±0.7 (gains in 0.3 to 1.7).
    /// </summary>
    public static EncoderModel Create(
        Backend backend, EncoderConfig config, ModelOutputs heads = ModelOutputs.PreTraining)
    {
        var model = new EncoderModel(backend, config, heads);
        try
        {
            foreach (ParameterSpec parameter in model.Layout.Parameters) SetRandomly(model, parameter);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void SetRandomly(EncoderModel model, ParameterSpec parameter)
    {
        float[] values = Random((int)parameter.Count, (ulong)parameter.Offset);
        if (parameter.IsGain) values = [.. values.Select(value => 1 + value)];
        model.Backend.Upload(values, model[parameter.Name]);
    }

    /// <summary>The parameters in double precision, by name.</summary>
    public static Dictionary<string, double[]> Parameters(EncoderModel model) => model.Layout.Parameters.ToDictionary(
        parameter => parameter.Name,
        parameter => Download(model.Backend, model[parameter.Name]).Select(value => (double)value).ToArray());

    /// <summary>
    /// Sequences of 1, 2 and 5 tokens with 1, 0 and 2 masks; asked, not asked and asked for the next one.
    /// </summary>
    public static TokenBatch Batch()
    {
        var batch = new TokenBatch(8, 3, 3);
        batch.Add([4], [], [0], [7], nextSentenceLabel: 1);
        batch.Add([2, 3], [0, 0], [], []);
        batch.Add([2, 9, 3, 4, 3], [0, 0, 0, 1, 1], [1, 3], [10, 5], nextSentenceLabel: 0);
        return batch;
    }

    /// <summary>Numbers spread out evenly in ±0.7.</summary>
    public static float[] Random(int count, ulong index)
    {
        var random = new KeyedRandom(17, RandomPurpose.Weights, 0, index);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = 1.4f * (random.NextSingle() - 0.5f);
        return values;
    }

    /// <summary>A tensor's values on the host.</summary>
    public static float[] Download(Backend backend, Tensor tensor)
    {
        float[] values = new float[(int)tensor.Count];
        backend.Download(tensor, values);
        return values;
    }
}
