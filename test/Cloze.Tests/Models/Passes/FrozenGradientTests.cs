using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Compute;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>
/// What is frozen gets no gradient and costs no backward pass; what learns has the gradient it has always.
/// </summary>
public class FrozenGradientTests
{
    public static TheoryData<string, bool> Parts => new()
    {
        { "embeddings", true }, { "embeddings", false }, { "layers:1", true }, { "layers:2", true },
        { "layers:2", false },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void WhatLearnsHasTheSameBitsAndTheRestIsZero(string text, bool tied)
    {
        FrozenPart part = FrozenPart.TryParse(text)!.Value;
        EncoderConfig config = TinyModel.Config with { TieDecoder = tied };
        using var backend = new CpuBackend(2);
        using EncoderModel model = TinyModel.Create(backend, config);
        Dictionary<string, float[]> all = Gradients(model, FrozenPart.None);
        Dictionary<string, float[]> left = Gradients(model, part);
        nint first = part.Length(model.Layout);
        Every.Item(model.Layout.Parameters, parameter =>
        {
            if (parameter.Offset < first) Every.Item(left[parameter.Name], value => Assert.Equal(0, value));
            else Assert.Equal(all[parameter.Name], left[parameter.Name]);
        });
    }

    [Fact]
    public void FrozenLayersHaveNoBackwardPass()
    {
        using var backend = new CpuBackend(1);
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        int all = Products(model, FrozenPart.None), frozen = Products(model, FrozenPart.FirstLayers(2));
        Assert.True(frozen < all, $"{frozen} backward products of {all}");
        Assert.Equal(0, Calls(model, FrozenPart.FirstLayers(2), Operation.AttentionBackward));
        Assert.Equal(1, Calls(model, FrozenPart.FirstLayers(1), Operation.AttentionBackward));
        Assert.Equal(0, Calls(model, FrozenPart.Embeddings, Operation.EmbedBackward));
        Assert.Equal(2, Calls(model, FrozenPart.Embeddings, Operation.AttentionBackward));
    }

    [Fact]
    public void TheLossIsTheSameWithTheDecodersGradientLeftOut()
    {
        using var backend = new CpuBackend(2);
        using var stage = new Stage(backend, 4);
        Tensor input = stage.Normal(40, 33), decoder = stage.Normal(301, 33), bias = stage.Normal(1, 301);
        Tensor[] gradients = [stage.Fresh(40, 33), stage.Fresh(40, 33)];
        Tensor[] biases = [stage.Fresh(1, 301), stage.Fresh(1, 301)];
        int[] labels = stage.Indices(40, 301);
        float[][] losses = [new float[40], new float[40]];
        backend.CrossEntropyWithGradient(
            input, decoder, bias, labels, 0.3f, losses[0], gradients[0], stage.Fresh(301, 33), biases[0]);
        backend.CrossEntropyWithGradient(
            input, decoder, bias, labels, 0.3f, losses[1], gradients[1], Tensor.None, biases[1]);
        Assert.Equal(losses[0], losses[1]);
        Assert.Equal(Download(backend, gradients[0]), Download(backend, gradients[1]));
        Assert.Equal(Download(backend, biases[0]), Download(backend, biases[1]));
    }

    private static int Products(EncoderModel model, FrozenPart part) =>
        Calls(model, part, Operation.LinearBackward) + Calls(model, part, Operation.LinearWeightGradient);

    private static int Calls(EncoderModel model, FrozenPart part, Operation operation)
    {
        var profiler = new OperationProfiler();
        model.Backend.Profiler = profiler;
        Gradients(model, part);
        model.Backend.Profiler = null;
        return profiler.Profile().Where(line => line.Operation == operation.ToString()).Sum(line => (int)line.Calls);
    }

    private static Dictionary<string, float[]> Gradients(EncoderModel model, FrozenPart part)
    {
        TokenBatch batch = TinyModel.Batch();
        using var training = new EncoderTraining(
            model, batch.TokenCapacity, batch.SequenceCapacity, batch.MaskedCapacity, frozen: part);
        training.ForwardBackward(batch, 1, 1);
        return model.Layout.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => Download(model.Backend, training.Gradient(parameter.Name)));
    }

    private static float[] Download(Backend backend, Tensor tensor)
    {
        float[] values = new float[tensor.Count];
        backend.Download(tensor, values);
        return values;
    }
}
