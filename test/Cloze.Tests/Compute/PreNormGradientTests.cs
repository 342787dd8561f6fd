using Cloze.Compute;
using Cloze.Tests.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>
/// The backward operations of pre-norm layers against central differences of forward passes that are written here
/// anew, in double precision, for the loss Σ probe ∘ output.
/// </summary>
public sealed class PreNormGradientTests : IDisposable
{
    private const int Tokens = 7, Heads = 2, Size = 4, Hidden = Heads * Size, Inner = 5;
    private const float Epsilon = 1e-3f;

    private static readonly int[] s_starts = [0, 5, 7];

    private readonly ReferenceBackend _backend = new();
    private readonly Stage _stage;
    private uint _index;

    public PreNormGradientTests() => _stage = new Stage(_backend, 1);

    public void Dispose()
    {
        _stage.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(2, 1000)]
    [InlineData(AttentionPattern.Unbounded, 10)]
    public void AttentionWithWindowAndPositions(int window, double theta)
    {
        double[] x = Draw(Tokens * 3 * Hidden), probe = Draw(Tokens * Hidden);
        Tensor input = Of(x, Tokens, 3 * Hidden), output = _stage.Fresh(Tokens, Hidden);
        Tensor logSumExp = _stage.Fresh(Tokens, Heads), gradient = _stage.Fresh(Tokens, 3 * Hidden);
        Tensor angles = _stage.Of(RotaryAngles.Table(9, Size, theta), 9, Size);
        var pattern = new AttentionPattern(Heads, window, angles);
        _backend.Attention(input, s_starts, pattern, Dropout.None, logSumExp, output);
        _backend.AttentionBackward(
            input, s_starts, pattern, Dropout.None, logSumExp, output, Of(probe, Tokens, Hidden), gradient);
        GradientCheck.Compare("qkv", x, () => Attended(x, probe, window, theta), Values(gradient));
    }

    [Theory]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.GeluTanh)]
    [InlineData(Activation.Tanh)]
    public void AGateBetweenTwoLinearLayers(Activation activation)
    {
        double[] x = Draw(Tokens * Hidden), first = Draw(2 * Inner * Hidden), bias = Draw(2 * Inner);
        double[] second = Draw(Hidden * Inner), probe = Draw(Tokens * Hidden);
        Tensor input = Of(x, Tokens, Hidden), weight = Of(first, 2 * Inner, Hidden), next = Of(second, Hidden, Inner);
        Tensor before = _stage.Fresh(Tokens, 2 * Inner), inner = _stage.Fresh(Tokens, Inner);
        Tensor outputGradient = Of(probe, Tokens, Hidden), inputGradient = _stage.Fresh(Tokens, Hidden);
        Tensor dFirst = Zero(2 * Inner, Hidden), dBias = Zero(1, 2 * Inner), dSecond = Zero(Hidden, Inner);
        _backend.LinearGated(input, weight, Of(bias, 1, 2 * Inner), activation, before, inner);
        _backend.LinearGatedBackward(outputGradient, next, activation, before, inner);
        _backend.LinearWeightGradient(outputGradient, inner, dSecond, Tensor.None);
        _backend.LinearBackward(before, input, weight, add: false, inputGradient, dFirst, dBias);
        double Loss() => Gated(x, first, bias, second, probe, activation);
        GradientCheck.Compare("input", x, Loss, Values(inputGradient));
        GradientCheck.Compare("weight of both halves", first, Loss, Values(dFirst));
        GradientCheck.Compare("bias", bias, Loss, Values(dBias));
        GradientCheck.Compare("weight after the gate", second, Loss, Values(dSecond));
    }

    [Fact]
    public void ANormBeforeItsBlockAddsToTheStream()
    {
        double[] x = Draw(Tokens * Hidden), residual = Draw(Tokens * Hidden), gain = Draw(Hidden);
        double[] probe = Draw(Tokens * Hidden), above = Draw(Tokens * Hidden);
        Tensor sum = Of(x, Tokens, Hidden), statistics = _stage.Fresh(Tokens, 2), dGain = Zero(1, Hidden);
        Tensor output = _stage.Fresh(Tokens, Hidden), weight = Of(gain, 1, Hidden), stream = Of(above, Tokens, Hidden);
        _backend.AddNorm(
            sum,
            Of(residual, Tokens, Hidden),
            Dropout.None,
            weight,
            Tensor.None,
            Epsilon,
            sum,
            statistics,
            output);
        _backend.AddNormBackward(
            Of(probe, Tokens, Hidden),
            sum,
            statistics,
            weight,
            Dropout.None,
            Tensor.None,
            stream,
            dGain,
            Tensor.None,
            add: true);
        double Loss() => Streamed(x, residual, gain, probe, above);
        GradientCheck.Compare("input", x, Loss, Values(stream));
        GradientCheck.Compare("residual", residual, Loss, Values(stream));
        GradientCheck.Compare("gain", gain, Loss, Values(dGain));
    }

    private static double Attended(double[] x, double[] probe, int window, double theta)
    {
        double loss = 0;
        for (int head = 0; head < Heads; head++)
        {
            for (int i = 0; i < Tokens; i++)
            {
                int start = i < s_starts[1] ? s_starts[0] : s_starts[1], end = i < s_starts[1] ? s_starts[1] : Tokens;
                int[] seen = [.. Enumerable.Range(start, end - start).Where(j => i - j <= window && j - i <= window)];
                double[] powers = [.. seen.Select(j => Math.Exp(Score(x, head, i, j, theta)))];
                for (int d = 0; d < Size; d++)
                {
                    double value = seen.Zip(powers, (j, power) => power * x[Place(j, 2, head) + d]).Sum();
                    loss += probe[(i * Hidden) + (head * Size) + d] * value / powers.Sum();
                }
            }
        }

        return loss;
    }

    // A query's and a key's products depend on how far they are apart alone: the key is turned by the difference.
    private static double Score(double[] x, int head, int i, int j, double theta)
    {
        double sum = 0;
        for (int d = 0; d < Size / 2; d++)
        {
            double angle = (j - i) * Math.Pow(theta, -2.0 * d / Size);
            int q = Place(i, 0, head) + d, k = Place(j, 1, head) + d;
            (double real, double imaginary) = (x[k], x[k + (Size / 2)]);
            sum += x[q] * ((real * Math.Cos(angle)) - (imaginary * Math.Sin(angle)));
            sum += x[q + (Size / 2)] * ((imaginary * Math.Cos(angle)) + (real * Math.Sin(angle)));
        }

        return sum / Math.Sqrt(Size);
    }

    private static int Place(int token, int part, int head) => (((token * 3) + part) * Hidden) + (head * Size);

    private static double Gated(
        double[] x, double[] first, double[] bias, double[] second, double[] probe, Activation activation)
    {
        double loss = 0;
        for (int t = 0; t < Tokens; t++)
        {
            double Row(int n) => bias[n]
                + Enumerable.Range(0, Hidden).Sum(k => x[(t * Hidden) + k] * first[(n * Hidden) + k]);
            for (int f = 0; f < Inner; f++)
            {
                double value = ReferenceMath.Activate(activation, Row(f)) * Row(Inner + f);
                for (int h = 0; h < Hidden; h++) loss += probe[(t * Hidden) + h] * value * second[(h * Inner) + f];
            }
        }

        return loss;
    }

    private static double Streamed(double[] x, double[] residual, double[] gain, double[] probe, double[] above)
    {
        double loss = 0;
        for (int t = 0; t < Tokens; t++)
        {
            double[] sum = [.. Enumerable.Range(t * Hidden, Hidden).Select(i => x[i] + residual[i])];
            double mean = sum.Average(), variance = sum.Average(value => (value - mean) * (value - mean));
            for (int h = 0; h < Hidden; h++)
            {
                double normal = (sum[h] - mean) / Math.Sqrt(variance + Epsilon);
                loss += (probe[(t * Hidden) + h] * normal * gain[h]) + (above[(t * Hidden) + h] * sum[h]);
            }
        }

        return loss;
    }

    // Values that float32 holds exactly.
    private double[] Draw(int count)
    {
        var random = new KeyedRandom(5, RandomPurpose.Weights, 0, _index++);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = (float)(0.7 * random.NextNormal());
        return values;
    }

    private Tensor Of(double[] values, int rows, int columns) =>
        _stage.Of([.. values.Select(value => (float)value)], rows, columns);

    private Tensor Zero(int rows, int columns) => _stage.Of(new float[rows * columns], rows, columns);

    private float[] Values(Tensor tensor)
    {
        float[] values = new float[(int)tensor.Count];
        _backend.Download(tensor, values);
        return values;
    }
}
