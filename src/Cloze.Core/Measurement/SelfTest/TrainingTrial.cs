using System.Runtime.InteropServices;
using Cloze.Compute;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>A small model that is trained on drawn batches of different lengths, step by step.</summary>
internal sealed class TrainingTrial : IDisposable
{
    private const int Vocabulary = 500;
    private const int Longest = 128;
    private const int Batches = 16;
    private const uint Seed = 5;

    private readonly Backend _backend;
    private readonly Recipe _recipe;
    private readonly EncoderModel _model;
    private readonly TrainingStep _step;
    private readonly TokenBatch[] _batches;

    /// <summary>Makes model and batches: the same ones each time.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public TrainingTrial(Backend backend, TrialPlan plan)
    {
        (_backend, _recipe) = (backend, plan.Recipe);
        EncoderConfig config = PresetSizes.Config(plan.Preset, Vocabulary, Longest, plan.Dropout, paddingId: 0);
        _model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        _model.InitializeRandomly(3);
        int[] lengths = BatchLengths.Ragged(plan.Sequences, Longest);
        _batches = [.. Enumerable.Range(0, Batches).Select(
            i => SampleBatch.Create([.. lengths.Select(length => Math.Max(1, length - i))], Vocabulary, 0.3))];
        _step = new TrainingStep(_model, _batches[0], plan.Recipe);
    }

    /// <summary>Does steps, from a number on, the first of a run having 1.</summary>
    /// <returns>Each one's loss, in nats.</returns>
    /// <exception cref="ClozeException">Training diverged, or the device failed.</exception>
    public double[] Run(int first, int count)
    {
        double[] losses = new double[count];
        for (int i = 0; i < count; i++) losses[i] = Step(first + i);
        return losses;
    }

    /// <summary>What a checkpoint keeps: the weights, then what the optimizer remembers, bit by bit.</summary>
    public IReadOnlyList<float[]> State() => [.. Tensors().Select(Download)];

    /// <summary>Goes on from what another trial's <see cref="State"/> gave.</summary>
    public void Restore(IReadOnlyList<float[]> state)
    {
        foreach ((Tensor tensor, float[] values) in Tensors().Zip(state)) _backend.Upload(values, tensor);
    }

    /// <summary>Whether two states have the same bits.</summary>
    public static bool AreSame(IReadOnlyList<float[]> left, IReadOnlyList<float[]> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => MemoryMarshal.AsBytes(pair.First.AsSpan())
            .SequenceEqual(MemoryMarshal.AsBytes(pair.Second.AsSpan())));

    /// <inheritdoc/>
    public void Dispose()
    {
        _step?.Dispose();
        _model.Dispose();
    }

    private double Step(int number)
    {
        int parts = _recipe.Accumulation;
        var batches = new TokenBatch[parts];
        for (int part = 0; part < parts; part++) batches[part] = _batches[((number * parts) + part) % Batches];
        return _step.Run(batches, Seed, number, _recipe.LearningRate).Loss.Total;
    }

    private IEnumerable<Tensor> Tensors() =>
        [_model.Parameters, .. _step.Optimizer.State.Select(state => state.Values)];

    private float[] Download(Tensor tensor)
    {
        float[] values = new float[tensor.Count];
        _backend.Download(tensor, values);
        return values;
    }
}
