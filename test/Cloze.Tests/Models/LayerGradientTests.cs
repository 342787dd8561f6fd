using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>
/// The backward pass of each layer alone against central differences of an independent forward pass, for the loss
/// Σ probe ∘ output: gradients of all its weights and of its input.
/// </summary>
public sealed class LayerGradientTests : IDisposable
{
    private static readonly DropoutPlan Dropping = new(0.25f, 0.3f, Seed: 5, Step: 3);

    private readonly Backend _backend = new ReferenceBackend();
    private readonly Arena _memory;
    private readonly TokenBatch _batch = TinyModel.Batch();

    public LayerGradientTests() => _memory = _backend.CreateArena("layer", 1 << 14);

    public static TheoryData<bool> WithoutAndWithDropout => [false, true];

    public void Dispose() => _memory.Dispose();

    [Theory]
    [MemberData(nameof(WithoutAndWithDropout))]
    public void EmbeddingsBackwardIsTheDifferenceOfForward(bool drops)
    {
        using var run = new LayerRun(_backend, TinyModel.Config, _memory, _batch.TokenCount);
        DropoutPlan dropout = drops ? Dropping : DropoutPlan.None;
        var tokens = new TokenRows(_batch.Ids, _batch.Positions, _batch.Types);
        EmbeddingLayer layer = run.Model.Embeddings;
        EmbeddingLayer.Cache cache = layer.Take(_memory, _batch.TokenCount, training: true);
        layer.Forward(tokens, dropout, cache, run.Output);
        layer.Backward(tokens, dropout, cache, run.Gradients, run.Gradient);
        run.CompareParameters("bert.embeddings", reference => reference.Embeddings(_batch, dropout));
    }

    [Theory]
    [MemberData(nameof(WithoutAndWithDropout))]
    public void SelfAttentionBackwardIsTheDifferenceOfForward(bool drops)
    {
        using var run = new LayerRun(_backend, TinyModel.Config, _memory, _batch.TokenCount);
        DropoutPlan dropout = drops ? Dropping : DropoutPlan.None;
        var layer = new SelfAttention(_backend, TinyModel.Config, 1, run.Model.Weights.Layers[1]);
        SelfAttention.Cache cache = layer.Take(_memory, _batch.TokenCount, _batch.TokenCount, training: true);
        var scratch = LayerScratch.Take(_memory, TinyModel.Config, _batch.TokenCount);
        layer.Forward(run.Input, _batch.Starts, dropout, cache, run.Output);
        layer.Backward(
            run.Input, _batch.Starts, dropout, cache, run.Gradients.Layers[1], scratch, run.Gradient);
        double[][] Forward(ReferenceModel reference) =>
            reference.SelfAttention(1, run.ReferenceInput, _batch.Starts, dropout);
        run.CompareParameters("bert.encoder.layer.1.attention", Forward);
        run.CompareInput(Forward);
    }

    [Theory]
    [InlineData(Activation.Gelu, false)]
    [InlineData(Activation.Gelu, true)]
    [InlineData(Activation.GeluTanh, false)]
    [InlineData(Activation.Relu, true)]
    public void FeedForwardBackwardIsTheDifferenceOfForward(Activation activation, bool drops)
    {
        EncoderConfig config = TinyModel.Config with { Activation = activation };
        using var run = new LayerRun(_backend, config, _memory, _batch.TokenCount);
        DropoutPlan dropout = drops ? Dropping : DropoutPlan.None;
        var layer = new FeedForward(_backend, config, 0, run.Model.Weights.Layers[0]);
        var scratch = LayerScratch.Take(_memory, config, _batch.TokenCount);
        FeedForward.Cache cache = layer.Take(_memory, _batch.TokenCount, scratch);
        layer.Forward(run.Input, dropout, cache, run.Output);
        layer.Backward(run.Input, dropout, cache, run.Gradients.Layers[0], scratch, run.Gradient);
        double[][] Forward(ReferenceModel reference) => reference.FeedForward(0, run.ReferenceInput, dropout);
        run.CompareParameters("bert.encoder.layer.0.intermediate", Forward);
        run.CompareParameters("bert.encoder.layer.0.output", Forward);
        run.CompareInput(Forward);
    }

    [Theory]
    [InlineData(Activation.Gelu, true)]
    [InlineData(Activation.GeluTanh, false)]
    [InlineData(Activation.Relu, true)]
    public void PredictionHeadBackwardIsTheDifferenceOfForward(Activation activation, bool tied)
    {
        EncoderConfig config = TinyModel.Config with { Activation = activation, TieDecoder = tied };
        using var run = new LayerRun(_backend, config, _memory, _batch.TokenCount);
        MaskedLanguageOutput head = run.Model.Prediction!;
        MaskedLanguageOutput.Cache cache = head.Take(_memory, _batch.MaskedCount, training: true);
        float[] losses = new float[_batch.MaskedCount];
        _backend.Clear(run.Gradient);
        head.Forward(run.Input, _batch.MaskedRows, cache);
        head.LossAndBackward(
            _batch.MaskedRows, _batch.Labels, 1f / losses.Length, cache, run.Gradients, losses, run.Gradient);
        double Loss(ReferenceModel reference) => reference.MaskedLoss(run.ReferenceInput, _batch);
        Assert.Equal(Loss(run.Reference), losses.Average(), 1e-6);
        run.CompareParameters("cls.predictions", Loss);
        run.CompareParameters("bert.embeddings.word_embeddings", Loss);
        run.CompareInput(Loss);
    }

    [Fact]
    public void NextSentenceBackwardIsTheDifferenceOfForward()
    {
        using var run = new LayerRun(_backend, TinyModel.Config, _memory, _batch.TokenCount);
        var asked = new NextSentenceRows(_batch.SequenceCount);
        asked.Fill(_batch, wanted: true);
        Pooler.Cache cache = run.Model.Pooler!.Take(_memory, asked.Rows.Length);
        Tensor pooledGradient = _memory.Take(asked.Rows.Length, TinyModel.Config.HiddenSize);
        float[] losses = new float[asked.Rows.Length];
        _backend.Clear(run.Gradient);
        run.Model.Pooler.Forward(run.Input, asked.Rows, cache);
        run.Model.NextSentence!.LossAndBackward(
            cache.Pooled, asked.Labels, 0.5f, run.Gradients, losses, pooledGradient);
        run.Model.Pooler.Backward(asked.Rows, cache, run.Gradients, pooledGradient, run.Gradient);
        double Loss(ReferenceModel reference) => reference.NextSentenceLoss(run.ReferenceInput, _batch);
        Assert.Equal(Loss(run.Reference), losses.Average(), 1e-6);
        run.CompareParameters("bert.pooler", Loss);
        run.CompareParameters("cls.seq_relationship", Loss);
        run.CompareInput(Loss);
    }
}
