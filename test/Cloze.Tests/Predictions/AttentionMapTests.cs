using Cloze.Compute;
using Cloze.Predictions;
using Cloze.Tests.Compute;
using Xunit;

namespace Cloze.Tests.Predictions;

public class AttentionMapTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(AttentionPattern.Unbounded)]
    public void ItsProbabilitiesWeighTheValuesAsAttentionDoes(int window)
    {
        const int length = 9, heads = 2, size = 4, hidden = heads * size;
        using var backend = new CpuBackend(1);
        using var stage = new Stage(backend, 1);
        Tensor rows = stage.Normal(length, 3 * hidden), output = stage.Fresh(length, hidden);
        var pattern = new AttentionPattern(
            heads, window, stage.Of(RotaryAngles.Table(length, size, 10), length, size));
        backend.Attention(rows, [0, length], pattern, Dropout.None, Tensor.None, output);
        float[] map = new float[heads * length * length], values = new float[length * 3 * hidden];
        AttentionMap.Compute(backend, rows, pattern, map);
        backend.Download(rows, values);
        float[] expected = new float[length * hidden];
        backend.Download(output, expected);
        for (int i = 0; i < length; i++)
        {
            for (int c = 0; c < hidden; c++)
            {
                double sum = 0;
                for (int j = 0; j < length; j++)
                {
                    float probability = map[(((c / size * length) + i) * length) + j];
                    Assert.Equal(Math.Abs(i - j) <= window, probability > 0);
                    sum += probability * values[(j * 3 * hidden) + (2 * hidden) + c];
                }

                Assert.Equal(expected[(i * hidden) + c], sum, 1e-6);
            }
        }
    }
}
