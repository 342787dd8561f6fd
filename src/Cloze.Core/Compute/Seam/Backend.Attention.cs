using System.Diagnostics;

namespace Cloze.Compute;

/// <content>Attention within each sequence.</content>
internal abstract partial class Backend
{
    /// <summary>
    /// Scaled dot-product attention (Vaswani et al. 2017) of each sequence alone. queryKeyValue [T, 3H] holds query,
    /// key and value side by side, head a in columns [aD, (a + 1)D) of each; sequence s is the rows
    /// [starts[s], starts[s + 1]). destination [T, H]; logSumExp [T, A] of the scaled scores, or none.
    /// </summary>
    public void Attention(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination)
    {
        var check = new OperandCheck(this, Operation.Attention);
        check.Present(destination);
        CheckHeads(check, queryKeyValue, starts, heads, dropout, destination);
        check.OptionalShape(logSumExp, destination.Rows, heads);
        check.Apart(destination, queryKeyValue);
        check.Apart(logSumExp, queryKeyValue);
        check.Apart(logSumExp, destination);
        long start = Stopwatch.GetTimestamp();
        AttentionCore(queryKeyValue, starts, heads, dropout, logSumExp, destination);
        Measure(Operation.Attention, start, 4.0 * destination.Columns * Pairs(starts));
    }

    /// <summary>
    /// The gradient of <see cref="Attention"/>, the probabilities recomputed from logSumExp: queryKeyValueGradient
    /// [T, 3H]; output is what the forward pass gave, outputGradient its gradient, both [T, H].
    /// </summary>
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
        var check = new OperandCheck(this, Operation.AttentionBackward);
        check.Present(output);
        CheckHeads(check, queryKeyValue, starts, heads, dropout, output);
        check.Shape(logSumExp, output.Rows, heads);
        check.Like(outputGradient, output);
        check.Like(queryKeyValueGradient, queryKeyValue);
        check.Apart(queryKeyValueGradient, queryKeyValue);
        check.Apart(queryKeyValueGradient, logSumExp);
        check.Apart(queryKeyValueGradient, output);
        check.Apart(queryKeyValueGradient, outputGradient);
        long start = Stopwatch.GetTimestamp();
        AttentionBackwardCore(
            queryKeyValue, starts, heads, dropout, logSumExp, output, outputGradient, queryKeyValueGradient);
        Measure(Operation.AttentionBackward, start, 8.0 * output.Columns * Pairs(starts));
    }

    /// <summary>Does <see cref="Attention"/>; the operands are checked.</summary>
    protected abstract void AttentionCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination);

    /// <summary>Does <see cref="AttentionBackward"/>; the operands are checked.</summary>
    protected abstract void AttentionBackwardCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient);

    private static void CheckHeads(
        OperandCheck check, Tensor queryKeyValue, ReadOnlySpan<int> starts, int heads, Dropout dropout, Tensor output)
    {
        check.Shape(queryKeyValue, output.Rows, 3 * output.Columns);
        check.Starts(starts, output.Rows);
        check.Heads(heads, output.Columns);
        check.Keeps(dropout);
    }

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
}
