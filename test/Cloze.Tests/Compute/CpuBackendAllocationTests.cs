using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

public class CpuBackendAllocationTests
{
    [Fact]
    public void ASteadyStepAllocatesNothing()
    {
        using var backend = new CpuBackend(2);
        using var stage = new Stage(backend, 1);
        Tensor input = stage.Normal(70, 96), inputGradient = stage.Normal(70, 96);
        Tensor output = stage.Normal(70, 32), gradient = stage.Normal(70, 32);
        Tensor sums = stage.Normal(70, 32), residual = stage.Normal(70, 32);
        Tensor statistics = stage.Normal(70, 2), gain = stage.Normal(1, 32), bias = stage.Normal(1, 32);
        Tensor decoder = stage.Normal(50, 32), decoderBias = stage.Normal(1, 50);
        Tensor decoderGradient = stage.Normal(50, 32), decoderBiasGradient = stage.Normal(1, 50);
        Tensor gainGradient = stage.Normal(1, 32), biasGradient = stage.Normal(1, 32);
        int[] starts = [0, 3, 40, 70], labels = stage.Indices(70, 50);
        float[] losses = new float[70];
        var dropout = new Dropout(0.1f, 1, 2, 3);
        var step = new AdamStep(1e-3f, 0.9f, 0.999f, 1e-6f, 0, 1, 1);
        void Run()
        {
            backend.Attention(input, starts, 2, dropout, statistics, output);
            backend.AttentionBackward(input, starts, 2, dropout, statistics, output, gradient, inputGradient);
            backend.AddNorm(output, residual, dropout, gain, bias, 1e-5f, sums, statistics, output);
            backend.AddNormBackward(
                gradient, sums, statistics, gain, dropout, residual, gradient, gainGradient, biasGradient);
            backend.ActivationBackward(Activation.Gelu, output, sums);
            backend.GatherRows(gradient, labels, sums);
            backend.ScatterAddRows(output, labels, sums);
            backend.CrossEntropyWithGradient(
                output, decoder, decoderBias, labels, 1, losses, gradient, decoderGradient, decoderBiasGradient);
            backend.Adam(sums, gradient, output, residual, [], step);
            backend.SumOfSquares(sums);
        }

        AssertAllocatesNothing(Run);
    }

    [Fact]
    public void ASteadyStepOfPreNormLayersAllocatesNothing()
    {
        using var backend = new CpuBackend(2);
        using var stage = new Stage(backend, 1);
        Tensor wide = stage.Normal(70, 96), wideGradient = stage.Normal(70, 96), gain = stage.Normal(1, 32);
        Tensor output = stage.Normal(70, 32), gradient = stage.Normal(70, 32), stream = stage.Normal(70, 32);
        Tensor statistics = stage.Normal(70, 2), weight = stage.Normal(96, 32), next = stage.Normal(32, 48);
        Tensor inner = stage.Normal(70, 48), gainGradient = stage.Normal(1, 32);
        int[] starts = [0, 3, 40, 70];
        var pattern = new AttentionPattern(2, 8, stage.Of(RotaryAngles.Table(40, 16, 100), 40, 16));
        void Run()
        {
            backend.Attention(wide, starts, pattern, Dropout.None, statistics, output);
            backend.AttentionBackward(
                wide, starts, pattern, Dropout.None, statistics, output, gradient, wideGradient);
            backend.AddNorm(
                output, stream, Dropout.None, gain, Tensor.None, 1e-5f, output, statistics, gradient);
            backend.AddNormBackward(
                gradient,
                output,
                statistics,
                gain,
                Dropout.None,
                Tensor.None,
                stream,
                gainGradient,
                Tensor.None,
                add: true);
            backend.LinearGated(output, weight, Tensor.None, Activation.Gelu, wideGradient, inner);
            backend.LinearGatedBackward(gradient, next, Activation.Gelu, wideGradient, inner);
        }

        AssertAllocatesNothing(Run);
    }

    private static void AssertAllocatesNothing(Action run)
    {
        for (int warm = 0; warm < 3; warm++) run();
        Assert.Equal(0, SteadyAllocation.Of(run));
    }
}
