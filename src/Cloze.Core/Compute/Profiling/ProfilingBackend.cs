using System.Diagnostics;

namespace Cloze.Compute;

/// <summary>
/// Measures how long each operation of another backend takes. Operations are named by their place in a training step,
/// so evaluate with recording off. What would go on beside later operations is awaited while recording, so that each
/// operation has its own time.
/// </summary>
/// <param name="inner">The backend that does the work; disposed with this one.</param>
public sealed class ProfilingBackend(IBackend inner) : IBackend
{
    private readonly Counter[] _counters = new Counter[(int)Operation.Count];

    private enum Operation
    {
        Embed,
        Linear,
        LinearActivation,
        AddNorm,
        ApplyDropout,
        Attention,
        GatherRows,
        CrossEntropy,
        CrossEntropyWithGradient,
        EmbedBackward,
        LinearInputGradient,
        ActivationBackward,
        LinearWeightGradient,
        LinearBackward,
        AddNormBackward,
        AttentionBackward,
        ScatterAddRows,
        Clear,
        SumOfSquares,
        Adam,
        Count,
    }

    /// <summary>Whether calls are measured now; what began before is awaited, and is in no measurement.</summary>
    public bool IsRecording
    {
        get;
        set
        {
            if (value) inner.Finish();
            field = value;
        }
    } = true;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <summary>What was measured, the longest first.</summary>
    public IReadOnlyList<OperationProfile> Profile() =>
        [.. Enumerable.Range(0, (int)Operation.Count)
            .Where(index => _counters[index].Calls > 0)
            .Select(index => Describe((Operation)index))
            .OrderByDescending(profile => profile.Seconds)];

    /// <inheritdoc/>
    public Arena CreateArena(string name, nint floats) => inner.CreateArena(name, floats);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<float> source, Tensor destination) => inner.Upload(source, destination);

    /// <inheritdoc/>
    public void Download(Tensor source, Span<float> destination) => inner.Download(source, destination);

    /// <inheritdoc/>
    public void Clear(Tensor tensor)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Clear(tensor);
        Add(Operation.Clear, start);
    }

    /// <inheritdoc/>
    public void Embed(TokenRows tokens, EmbeddingTables tables, Tensor destination)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Embed(tokens, tables, destination);
        Add(Operation.Embed, start);
    }

    /// <inheritdoc/>
    public void EmbedBackward(TokenRows tokens, Tensor gradient, EmbeddingTables tableGradients)
    {
        long start = Stopwatch.GetTimestamp();
        inner.EmbedBackward(tokens, gradient, tableGradients);
        Add(Operation.EmbedBackward, start);
    }

    /// <inheritdoc/>
    public void Linear(Tensor input, Tensor weight, Tensor bias, Tensor destination)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Linear(input, weight, bias, destination);
        Add(Operation.Linear, start, Product(input, weight));
    }

    /// <inheritdoc/>
    public void LinearActivation(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination)
    {
        long start = Stopwatch.GetTimestamp();
        inner.LinearActivation(input, weight, bias, activation, preActivation, destination);
        Add(Operation.LinearActivation, start, Product(input, weight));
    }

    /// <inheritdoc/>
    public void LinearInputGradient(Tensor gradient, Tensor weight, bool add, Tensor inputGradient)
    {
        long start = Stopwatch.GetTimestamp();
        inner.LinearInputGradient(gradient, weight, add, inputGradient);
        Add(Operation.LinearInputGradient, start, Product(gradient, weight));
    }

    /// <inheritdoc/>
    public void LinearInputGradient(
        Tensor gradient, Tensor weight, Activation activation, Tensor preActivation, Tensor preActivationGradient)
    {
        long start = Stopwatch.GetTimestamp();
        inner.LinearInputGradient(gradient, weight, activation, preActivation, preActivationGradient);
        Add(Operation.LinearInputGradient, start, Product(gradient, weight));
    }

    /// <inheritdoc/>
    public void ActivationBackward(Activation activation, Tensor preActivation, Tensor gradient)
    {
        long start = Stopwatch.GetTimestamp();
        inner.ActivationBackward(activation, preActivation, gradient);
        Add(Operation.ActivationBackward, start);
    }

    /// <inheritdoc/>
    public void LinearWeightGradient(Tensor gradient, Tensor input, Tensor weightGradient, Tensor biasGradient)
    {
        long start = Stopwatch.GetTimestamp();
        inner.LinearWeightGradient(gradient, input, weightGradient, biasGradient);
        Add(Operation.LinearWeightGradient, start, Product(gradient, weightGradient));
    }

    /// <inheritdoc/>
    public void LinearBackward(
        Tensor gradient,
        Tensor input,
        Tensor weight,
        bool add,
        Tensor inputGradient,
        Tensor weightGradient,
        Tensor biasGradient)
    {
        long start = Stopwatch.GetTimestamp();
        inner.LinearBackward(gradient, input, weight, add, inputGradient, weightGradient, biasGradient);
        Add(Operation.LinearBackward, start, 2 * Product(gradient, weight));
    }

    /// <inheritdoc/>
    public void AddNorm(
        Tensor input,
        Tensor residual,
        Dropout dropout,
        Tensor gain,
        Tensor bias,
        float epsilon,
        Tensor sum,
        Tensor statistics,
        Tensor destination)
    {
        long start = Stopwatch.GetTimestamp();
        inner.AddNorm(input, residual, dropout, gain, bias, epsilon, sum, statistics, destination);
        Add(Operation.AddNorm, start);
    }

    /// <inheritdoc/>
    public void AddNormBackward(
        Tensor gradient,
        Tensor sum,
        Tensor statistics,
        Tensor gain,
        Dropout dropout,
        Tensor inputGradient,
        Tensor residualGradient,
        Tensor gainGradient,
        Tensor biasGradient)
    {
        long start = Stopwatch.GetTimestamp();
        inner.AddNormBackward(
            gradient, sum, statistics, gain, dropout, inputGradient, residualGradient, gainGradient, biasGradient);
        Add(Operation.AddNormBackward, start);
    }

    /// <inheritdoc/>
    public void ApplyDropout(Tensor input, Dropout dropout, Tensor destination)
    {
        long start = Stopwatch.GetTimestamp();
        inner.ApplyDropout(input, dropout, destination);
        Add(Operation.ApplyDropout, start);
    }

    /// <inheritdoc/>
    public void Attention(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Attention(queryKeyValue, starts, heads, dropout, logSumExp, destination);
        Add(Operation.Attention, start, 4.0 * destination.Columns * Pairs(starts));
    }

    /// <inheritdoc/>
    public void AttentionBackward(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient)
    {
        long start = Stopwatch.GetTimestamp();
        inner.AttentionBackward(
            queryKeyValue, starts, heads, dropout, logSumExp, output, outputGradient, queryKeyValueGradient);
        Add(Operation.AttentionBackward, start, 8.0 * output.Columns * Pairs(starts));
    }

    /// <inheritdoc/>
    public void GatherRows(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        long start = Stopwatch.GetTimestamp();
        inner.GatherRows(source, rows, destination);
        Add(Operation.GatherRows, start);
    }

    /// <inheritdoc/>
    public void ScatterAddRows(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        long start = Stopwatch.GetTimestamp();
        inner.ScatterAddRows(source, rows, destination);
        Add(Operation.ScatterAddRows, start);
    }

    /// <inheritdoc/>
    public void CrossEntropy(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks)
    {
        long start = Stopwatch.GetTimestamp();
        inner.CrossEntropy(hidden, decoder, bias, labels, losses, ranks);
        Add(Operation.CrossEntropy, start, Product(hidden, decoder));
    }

    /// <inheritdoc/>
    public void CrossEntropyWithGradient(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        float scale,
        Span<float> losses,
        Tensor hiddenGradient,
        Tensor decoderGradient,
        Tensor biasGradient)
    {
        long start = Stopwatch.GetTimestamp();
        inner.CrossEntropyWithGradient(
            hidden, decoder, bias, labels, scale, losses, hiddenGradient, decoderGradient, biasGradient);
        Add(Operation.CrossEntropyWithGradient, start, 3 * Product(hidden, decoder));
    }

    /// <inheritdoc/>
    public double SumOfSquares(Tensor tensor)
    {
        long start = Stopwatch.GetTimestamp();
        double sum = inner.SumOfSquares(tensor);
        Add(Operation.SumOfSquares, start);
        return sum;
    }

    /// <inheritdoc/>
    public void Adam(
        Tensor parameters,
        Tensor gradients,
        Tensor firstMoment,
        Tensor secondMoment,
        ReadOnlySpan<int> edges,
        AdamStep step)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Adam(parameters, gradients, firstMoment, secondMoment, edges, step);
        if (IsRecording) inner.Finish();
        Add(Operation.Adam, start);
    }

    /// <inheritdoc/>
    public void Finish() => inner.Finish();

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private static ProfilePhase PhaseOf(Operation operation) => operation switch
    {
        Operation.CrossEntropy or Operation.CrossEntropyWithGradient => ProfilePhase.Loss,
        < Operation.CrossEntropy => ProfilePhase.Forward,
        < Operation.Clear => ProfilePhase.Backward,
        _ => ProfilePhase.Optimizer,
    };

    /// <summary>Multiplications and additions of a product of [T, K] or [T, N] with a weight [N, K].</summary>
    private static double Product(Tensor rows, Tensor weight) => 2.0 * rows.Rows * weight.Count;

    private static double Pairs(ReadOnlySpan<int> starts)
    {
        double pairs = 0;
        for (int i = 1; i < starts.Length; i++)
        {
            double length = starts[i] - starts[i - 1];
            pairs += length * length;
        }

        return pairs;
    }

    private void Add(Operation operation, long start, double flops = 0)
    {
        if (!IsRecording) return;
        ref Counter counter = ref _counters[(int)operation];
        counter.Calls++;
        counter.Ticks += Stopwatch.GetTimestamp() - start;
        counter.Flops += flops;
    }

    private OperationProfile Describe(Operation operation)
    {
        Counter counter = _counters[(int)operation];
        double seconds = (double)counter.Ticks / Stopwatch.Frequency;
        return new OperationProfile(
            PhaseOf(operation), operation.ToString(), counter.Calls, seconds, counter.Flops);
    }

    private struct Counter
    {
        public long Calls;
        public long Ticks;
        public double Flops;
    }
}
