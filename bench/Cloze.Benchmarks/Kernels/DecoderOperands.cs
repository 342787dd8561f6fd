using Cloze.Compute;
using Cloze.Measurement;

namespace Cloze.Benchmarks.Kernels;

/// <summary>The tensors of a tied decoder, filled with random values, and labels.</summary>
internal sealed class DecoderOperands : IDisposable
{
    private const float Scale = 0.25f;
    private const double Tolerance = 2e-5;

    private readonly CpuBackend _backend;
    private readonly Arena _arena;
    private readonly Tensor _hidden;
    private readonly Tensor _decoder;
    private readonly Tensor _bias;
    private readonly Tensor _hiddenGradient;
    private readonly Tensor _decoderGradient;
    private readonly Tensor _biasGradient;
    private readonly int[] _labels;
    private readonly float[] _losses;
    private readonly int[] _ranks;

    public DecoderOperands(CpuBackend backend, int rows, int hidden, int vocabulary)
    {
        _backend = backend;
        _arena = backend.CreateArena(
            "decoder",
            2 * (Arena.SizeOf(rows, hidden) + Arena.SizeOf(vocabulary, hidden) + Arena.SizeOf(1, vocabulary)));
        _hidden = Random(rows, hidden, 0, 1);
        _decoder = Random(vocabulary, hidden, 1, 4 / MathF.Sqrt(hidden));
        _bias = Random(1, vocabulary, 2, 1);
        _hiddenGradient = _arena.Take(rows, hidden);
        _decoderGradient = _arena.Take(vocabulary, hidden);
        _biasGradient = _arena.Take(1, vocabulary);
        var random = new KeyedRandom(1, RandomPurpose.Order, 0, 0);
        _labels = [.. Enumerable.Range(0, rows).Select(_ => random.NextInteger(vocabulary))];
        _losses = new float[rows];
        _ranks = new int[rows];
    }

    public void Gradients() => _backend.CrossEntropyWithGradient(
        _hidden, _decoder, _bias, _labels, Scale, _losses, _hiddenGradient, _decoderGradient, _biasGradient);

    public void Ranks() => _backend.CrossEntropy(_hidden, _decoder, _bias, _labels, _losses, _ranks);

    /// <summary>Checks some rows' losses, ranks and gradients, and some words', against double precision.</summary>
    public void Verify()
    {
        _backend.Clear(_decoderGradient);
        _backend.Clear(_biasGradient);
        Ranks();
        float[] losses = [.. _losses];
        Gradients();
        if (!losses.AsSpan().SequenceEqual(_losses)) throw new InvalidOperationException("The losses differ.");
        float[] x = Read(_hidden), w = Read(_decoder), b = Read(_bias);
        int rows = _labels.Length, vocabulary = _bias.Columns;
        int[] words = [0, vocabulary / 2, vocabulary - 1, .. _labels[..3]];
        for (int row = 0; row < rows; row += 100) CheckRow(row, x, w, b);

        // The other rows' losses give their normalisers: a wrong one would show in the words' gradients.
        double[] normalisers =
            [.. Enumerable.Range(0, rows).Select(row => _losses[row] + Logit(x, w, b, row, _labels[row]))];
        foreach (int word in words) CheckWord(word, x, w, b, normalisers);
    }

    public void Dispose() => _arena.Dispose();

    private void CheckRow(int row, float[] x, float[] w, float[] b)
    {
        double[] powers = [.. Enumerable.Range(0, b.Length).Select(v => Math.Exp(Logit(x, w, b, row, v)))];
        double normaliser = powers.Sum(), own = powers[_labels[row]];
        Check("loss", row, _losses[row], -Math.Log(own / normaliser), 10);
        int least = powers.Count(power => power > own * (1 + 1e-5));
        int most = powers.Count(power => power > own * (1 - 1e-5));
        if (_ranks[row] < least || _ranks[row] > most) throw new InvalidOperationException($"Rank {_ranks[row]}.");
        float[] actual = Read(_hiddenGradient.RowRange(row, 1));
        for (int h = 0; h < actual.Length; h++)
        {
            double sum = -w[(_labels[row] * actual.Length) + h];
            for (int v = 0; v < powers.Length; v++) sum += powers[v] / normaliser * w[(v * actual.Length) + h];
            Check("gradient of row", row, actual[h], Scale * sum, 0.2);
        }
    }

    private void CheckWord(int word, float[] x, float[] w, float[] b, double[] normalisers)
    {
        float[] actual = Read(_decoderGradient.RowRange(word, 1));
        double[] expected = new double[actual.Length];
        double biasGradient = 0;
        for (int row = 0; row < normalisers.Length; row++)
        {
            double share = Math.Exp(Logit(x, w, b, row, word) - normalisers[row]);
            double gradient = Scale * (share - (_labels[row] == word ? 1 : 0));
            biasGradient += gradient;
            for (int h = 0; h < expected.Length; h++) expected[h] += gradient * x[(row * expected.Length) + h];
        }

        Check("gradient of bias", word, Read(_biasGradient)[word], biasGradient, 0.2);
        for (int h = 0; h < expected.Length; h++) Check("gradient of word", word, actual[h], expected[h], 0.2);
    }

    private static void Check(string what, int index, double actual, double expected, double magnitude)
    {
        if (Math.Abs(actual - expected) > Tolerance * magnitude)
        {
            throw new InvalidOperationException($"The {what} {index} is {actual}, expected {expected}.");
        }
    }

    private static double Logit(float[] x, float[] w, float[] b, int row, int word)
    {
        int width = w.Length / b.Length;
        double sum = b[word];
        for (int h = 0; h < width; h++) sum += (double)x[(row * width) + h] * w[(word * width) + h];
        return sum;
    }

    private Tensor Random(int rows, int columns, uint index, float range) =>
        OperandValues.Random(_backend, _arena, rows, columns, index, range);

    private float[] Read(Tensor tensor) => OperandValues.Read(_backend, tensor);
}
