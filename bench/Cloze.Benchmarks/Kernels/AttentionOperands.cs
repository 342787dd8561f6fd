using Cloze.Compute;

namespace Cloze.Benchmarks.Kernels;

/// <summary>The tensors of attention, filled with random values, and a slow computation of one head.</summary>
internal sealed class AttentionOperands : IDisposable
{
    private readonly CpuBackend _backend;
    private readonly AttentionShape _shape;
    private readonly Dropout _dropout;
    private readonly int[] _starts;
    private readonly Arena _arena;
    private readonly Tensor _input;
    private readonly Tensor _inputGradient;
    private readonly Tensor _output;
    private readonly Tensor _outputGradient;
    private readonly Tensor _logSumExp;

    public AttentionOperands(CpuBackend backend, AttentionShape shape)
    {
        (_backend, _shape) = (backend, shape);
        _dropout = shape.Dropout > 0 ? new Dropout(shape.Dropout, 7, 3, 2) : Dropout.None;
        _starts = [.. Enumerable.Range(0, shape.Sequences + 1).Select(sequence => sequence * shape.Length)];
        int tokens = _starts[^1], hidden = shape.Heads * shape.HeadSize;
        _arena = backend.CreateArena(
            "attention", (9 * Arena.SizeOf(tokens, hidden)) + Arena.SizeOf(tokens, shape.Heads));
        _input = Random(tokens, 3 * hidden, 0);
        _outputGradient = Random(tokens, hidden, 1);
        _inputGradient = _arena.Take(tokens, 3 * hidden);
        _output = _arena.Take(tokens, hidden);
        _logSumExp = _arena.Take(tokens, shape.Heads);
    }

    public void Forward() => _backend.Attention(_input, _starts, _shape.Heads, _dropout, _logSumExp, _output);

    public void Backward() => _backend.AttentionBackward(
        _input, _starts, _shape.Heads, _dropout, _logSumExp, _output, _outputGradient, _inputGradient);

    /// <summary>Checks the last head of the last sequence against sums in double precision.</summary>
    public void Verify()
    {
        Forward();
        Backward();
        int n = _shape.Length, size = _shape.HeadSize, last = _shape.Heads - 1, hidden = _shape.Heads * size;
        double[,] Head(Tensor tensor, int column) => Columns(tensor, column + (last * size));
        double[,] q = Head(_input, 0), k = Head(_input, hidden), v = Head(_input, 2 * hidden);
        double[,] dy = Head(_outputGradient, 0);
        double[,] y = new double[n, size], dq = new double[n, size], dk = new double[n, size], dv = new double[n, size];
        for (int i = 0; i < n; i++)
        {
            double[] p = [.. Enumerable.Range(0, n).Select(j => Math.Exp(Dot(q, i, k, j) / Math.Sqrt(size)))];
            double total = p.Sum(), expected = 0;
            double[] keep = [.. Enumerable.Range(0, n).Select(j => Keep(i, j))];
            double[] dp = [.. Enumerable.Range(0, n).Select(j => keep[j] * Dot(dy, i, v, j))];
            for (int j = 0; j < n; j++) expected += (p[j] /= total) * dp[j];
            for (int j = 0; j < n; j++)
            {
                double ds = p[j] * (dp[j] - expected) / Math.Sqrt(size);
                for (int d = 0; d < size; d++)
                {
                    y[i, d] += keep[j] * p[j] * v[j, d];
                    dv[j, d] += keep[j] * p[j] * dy[i, d];
                    dq[i, d] += ds * k[j, d];
                    dk[j, d] += ds * q[i, d];
                }
            }
        }

        Compare(y, Head(_output, 0), "output");
        Compare(dq, Head(_inputGradient, 0), "query gradient");
        Compare(dk, Head(_inputGradient, hidden), "key gradient");
        Compare(dv, Head(_inputGradient, 2 * hidden), "value gradient");
    }

    public void Dispose() => _arena.Dispose();

    private void Compare(double[,] expected, double[,] actual, string name)
    {
        double largest = expected.Cast<double>().Max(Math.Abs);
        double worst = expected.Cast<double>().Zip(actual.Cast<double>(), (e, a) => Math.Abs(e - a)).Max();
        if (!(worst <= 1e-5 * largest))
        {
            throw new InvalidOperationException($"{_shape}: {name} is off by {worst:E1}, of {largest:E1} at most.");
        }
    }

    // The factor of a probability of the last head of the last sequence.
    private double Keep(int query, int key)
    {
        if (!_dropout.IsActive) return 1;
        uint row = (uint)(((_starts[^2] + query) * _shape.Heads) + _shape.Heads - 1);
        uint site = _dropout.Site | ((uint)RandomPurpose.Dropout << 24);
        KeyedRandom.UInt4 block = KeyedRandom.Block((uint)key / 8, _dropout.Step, row, site, (uint)_dropout.Seed, 0);
        uint word = (key / 2 % 4) switch { 0 => block.X, 1 => block.Y, 2 => block.Z, _ => block.W };
        double threshold = Math.Round(_dropout.Probability * 65536.0);
        return ((word >> (key % 2 * 16)) & 0xFFFF) < threshold ? 0 : 65536 / (65536 - threshold);
    }

    private static double Dot(double[,] left, int i, double[,] right, int j)
    {
        double sum = 0;
        for (int d = 0; d < left.GetLength(1); d++) sum += left[i, d] * right[j, d];
        return sum;
    }

    // One head's columns of the last sequence.
    private double[,] Columns(Tensor tensor, int first)
    {
        float[] values = new float[(int)tensor.Count];
        _backend.Download(tensor, values);
        double[,] columns = new double[_shape.Length, _shape.HeadSize];
        for (int i = 0; i < _shape.Length; i++)
        {
            for (int d = 0; d < _shape.HeadSize; d++)
            {
                columns[i, d] = values[((_starts[^2] + i) * tensor.Columns) + first + d];
            }
        }

        return columns;
    }

    private Tensor Random(int rows, int columns, uint index)
    {
        Tensor tensor = _arena.Take(rows, columns);
        var random = new KeyedRandom(1, RandomPurpose.Weights, 0, index);
        float[] values = new float[(int)tensor.Count];
        for (int i = 0; i < values.Length; i++) values[i] = (float)random.NextNormal();
        _backend.Upload(values, tensor);
        return tensor;
    }
}
