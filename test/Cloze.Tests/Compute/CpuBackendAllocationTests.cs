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
        Tensor input = stage.Normal(70, 96), output = stage.Normal(70, 32), sums = stage.Normal(70, 32);
        Tensor statistics = stage.Normal(70, 2), gain = stage.Normal(1, 32), bias = stage.Normal(1, 32);
        Tensor decoder = stage.Normal(50, 32), decoderBias = stage.Normal(1, 50);
        int[] starts = [0, 3, 40, 70], labels = stage.Indices(70, 50);
        float[] losses = new float[70];
        var dropout = new Dropout(0.1f, 1, 2, 3);
        var step = new AdamStep(1e-3f, 0.9f, 0.999f, 1e-6f, 0, 1, 1);
        void Run()
        {
            backend.Attention(input, starts, 2, dropout, statistics, output);
            backend.AttentionBackward(input, starts, 2, dropout, statistics, output, sums, input);
            backend.AddNorm(output, sums, dropout, gain, bias, 1e-5f, sums, statistics, output);
            backend.AddNormBackward(output, sums, statistics, gain, dropout, sums, output, gain, bias);
            backend.ActivationBackward(Activation.Gelu, output, sums);
            backend.ScatterAddRows(output, labels, sums);
            backend.CrossEntropyWithGradient(
                output, decoder, decoderBias, labels, 1, losses, sums, decoder, decoderBias);
            backend.Adam(sums, output, output, sums, [], step);
            backend.SumOfSquares(sums);
        }

        for (int warm = 0; warm < 3; warm++) Run();
        Assert.Equal(0, SteadyAllocation.Of(Run));
    }
}
