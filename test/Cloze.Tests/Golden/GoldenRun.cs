using Cloze.Compute;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Tests.Models;

namespace Cloze.Tests.Golden;

/// <summary>One golden case on one backend: what the model computes beside what is expected, in one table.</summary>
internal sealed class GoldenRun : IDisposable
{
    private readonly GoldenCase _golden;
    private readonly Backend _backend;
    private readonly EncoderModel _model;
    private readonly TokenBatch _batch;
    private readonly EncoderInference _inference;

    public GoldenRun(string name, Backend backend)
    {
        _golden = new GoldenCase(name);
        _backend = backend;
        Expected = _golden.Open("expected.safetensors");
        Table = new DifferenceTable(name, backend.Name);
        _model = _golden.LoadModel(backend);
        using GoldenTensors inputs = _golden.Open("inputs.safetensors");
        _batch = GoldenCase.ReadBatch(inputs);
        _inference = new EncoderInference(_model, _batch.TokenCount, _batch.SequenceCount, keepLayers: true);
        _inference.Encode(_batch);
    }

    public GoldenTensors Expected { get; }

    public DifferenceTable Table { get; }

    public void CompareHiddenStates()
    {
        for (int layer = 0; layer <= _model.Config.LayerCount; layer++)
        {
            float[] actual = TinyModel.Download(_backend, _inference.HiddenState(layer));
            Compare("hidden_states", $"{layer}", Pack($"hidden_states.{layer}"), actual);
        }
    }

    public void CompareAttention()
    {
        int[] shape = Expected.Shape("attentions.0");
        float[] expected = Expected.Singles("attentions.0");
        for (int s = 0; s < shape[0]; s++)
        {
            int length = _batch.Starts[s + 1] - _batch.Starts[s];
            float[] actual = new float[shape[1] * length * length];
            AttentionMap.Compute(_backend, _inference.QueryKeyValue(0, s), _model.Patterns[0], actual);
            for (int row = 0; row < shape[1] * length; row++)
            {
                int start = ((((s * shape[1]) + (row / length)) * shape[2]) + (row % length)) * shape[3];
                Compare("attentions", $"row {s}", expected.AsSpan(start, length), actual.AsSpan(row * length, length));
            }
        }
    }

    public void ComparePooled()
    {
        float[] pooled = new float[_batch.SequenceCount * _model.Config.HiddenSize];
        _inference.Pooled(pooled);
        Compare("pooled", "", Expected.Singles("pooled"), pooled);
    }

    public void CompareNextSentenceLogits()
    {
        float[] logits = new float[_batch.SequenceCount * 2];
        _inference.NextSentenceLogits(logits);
        Compare("seq_relationship_logits", "", Expected.Singles("seq_relationship_logits"), logits);
    }

    public void CompareLogits()
    {
        float[] masked = new float[_batch.MaskedCount * _model.Config.VocabularySize];
        _inference.Logits(_batch.MaskedRows, masked);
        Compare("masked_logits", "", Expected.Singles("masked_logits"), masked);
        if (!Expected.Has("prediction_logits")) return;
        float[] all = new float[_batch.TokenCount * _model.Config.VocabularySize];
        _inference.Logits(Enumerable.Range(0, _batch.TokenCount).ToArray(), all);
        Compare("prediction_logits", "", Pack("prediction_logits"), all);
    }

    public void CompareLossesAndGradients()
    {
        using var training = new EncoderTraining(
            _model, _batch.TokenCount, _batch.SequenceCount, _batch.MaskedCount, hiddenDropout: 0, attentionDropout: 0);
        BatchLoss loss = training.ForwardBackward(_batch, 1, 1);
        CompareLoss("mlm_loss", loss.MaskedLanguageModel);
        if (Expected.Has("nsp_loss")) CompareLoss("nsp_loss", loss.NextSentence);
        CompareLoss("total_loss", loss.Total);
        float[] scores = new float[_batch.MaskedCount];
        _inference.Score(_batch, scores, []);
        CompareLoss("mlm_loss", scores.Average(score => (double)score));
        foreach (ParameterSpec parameter in _model.Layout.Parameters)
        {
            float[] actual = TinyModel.Download(_backend, training.Gradient(parameter.Name));
            string name = NameOfGradient(parameter);
            float[] expected = Expected.Singles($"grad.{name}");
            Table.Compare("grad", name, expected, actual, _golden.GradientTolerance(name));
        }
    }

    public void Dispose()
    {
        _inference.Dispose();
        _model.Dispose();
        Expected.Dispose();
        _golden.Dispose();
    }

    // A tied tensor comes once, under the name of the one use or the other.
    private string NameOfGradient(ParameterSpec parameter) => Expected.Has($"grad.{parameter.Name}")
        ? parameter.Name
        : _model.Layout.Names.Partner(parameter) ?? parameter.Name;

    private void CompareLoss(string kind, double actual) =>
        Compare(kind, "", Expected.Singles(kind), [(float)actual]);

    private void Compare(string kind, string where, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Table.Compare(kind, where, expected, actual, _golden.Tolerance(kind));

    /// <summary>The rows [T, X] of a padded tensor [B, S, X] that are no padding.</summary>
    private float[] Pack(string name)
    {
        int[] shape = Expected.Shape(name);
        float[] padded = Expected.Singles(name);
        var packed = new List<float>();
        for (int s = 0; s < shape[0]; s++)
        {
            int length = _batch.Starts[s + 1] - _batch.Starts[s];
            packed.AddRange(padded.AsSpan(s * shape[1] * shape[2], length * shape[2]));
        }

        return [.. packed];
    }
}
