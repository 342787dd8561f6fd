using System.Diagnostics;

namespace Cloze.Compute;

/// <content>Attention within each sequence.</content>
internal abstract partial class Backend
{
    /// <summary>
    /// Scaled dot-product attention (Vaswani et al. 2017) of each sequence alone. queryKeyValue [T, 3H] holds query,
    /// key and value side by side, head a in columns [aD, (a + 1)D) of each; sequence s is the rows
    /// [starts[s], starts[s + 1]). destination [T, H]; logSumExp [T, A] of the scaled scores, or none.
    /// Where the pattern has a window, a query sees the keys within it alone. Where it has angles, query and key are
    /// first turned by their positions, in place: value i of a head becomes q[i] cos - q[i + D/2] sin, value i + D/2
    /// becomes q[i + D/2] cos + q[i] sin. The backward pass wants queryKeyValue as it is then.
    /// </summary>
    public void Attention(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination)
    {
        var check = new OperandCheck(this, Operation.Attention);
        check.Present(destination);
        CheckHeads(check, queryKeyValue, starts, pattern, dropout, destination);
        check.OptionalShape(logSumExp, destination.Rows, pattern.Heads);
        check.Apart(destination, queryKeyValue);
        check.Apart(logSumExp, queryKeyValue);
        check.Apart(logSumExp, destination);
        check.Apart(queryKeyValue, pattern.Angles);
        long start = Stopwatch.GetTimestamp();
        AttentionCore(queryKeyValue, starts, pattern, dropout, logSumExp, destination);
        Measure(Operation.Attention, start, 4.0 * destination.Columns * pattern.Pairs(starts));
    }

    /// <summary>
    /// <see cref="Attention"/>, without dropout, where only some rows of the destination are read: they are the same,
    /// and the others are left as they are or computed too. Query and key need not be turned afterwards.
    /// </summary>
    public void AttentionOfRows(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        ReadOnlySpan<int> rows,
        Tensor destination)
    {
        var check = new OperandCheck(this, Operation.Attention);
        check.Present(destination);
        CheckHeads(check, queryKeyValue, starts, pattern, Dropout.None, destination);
        check.Indices(rows, destination.Rows);
        check.Apart(destination, queryKeyValue);
        check.Apart(queryKeyValue, pattern.Angles);
        long start = Stopwatch.GetTimestamp();
        AttentionOfRowsCore(queryKeyValue, starts, pattern, rows, destination);
        double share = Math.Min(1, (double)rows.Length / Math.Max(1, destination.Rows));
        Measure(Operation.Attention, start, share * 4.0 * destination.Columns * pattern.Pairs(starts));
    }

    /// <summary>
    /// The gradient of <see cref="Attention"/>, the probabilities recomputed from logSumExp: queryKeyValue is as the
    /// forward pass left it, queryKeyValueGradient [T, 3H] that of what it was given, before anything was turned;
    /// output is what the forward pass gave, outputGradient its gradient, both [T, H]. Where the backend
    /// <see cref="SumsColumns"/>, adds the column sums of queryKeyValueGradient to columnSums [1, 3H], or none.
    /// </summary>
    public void AttentionBackward(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient,
        Tensor columnSums = default)
    {
        var check = new OperandCheck(this, Operation.AttentionBackward);
        check.Present(output);
        CheckHeads(check, queryKeyValue, starts, pattern, dropout, output);
        check.Shape(logSumExp, output.Rows, pattern.Heads);
        check.Like(outputGradient, output);
        check.Like(queryKeyValueGradient, queryKeyValue);
        check.Apart(queryKeyValueGradient, queryKeyValue);
        check.Apart(queryKeyValueGradient, logSumExp);
        check.Apart(queryKeyValueGradient, output);
        check.Apart(queryKeyValueGradient, outputGradient);
        check.Apart(queryKeyValueGradient, pattern.Angles);
        check.ColumnSums(columnSums, queryKeyValueGradient);
        long start = Stopwatch.GetTimestamp();
        AttentionBackwardCore(
            queryKeyValue,
            starts,
            pattern,
            dropout,
            logSumExp,
            output,
            outputGradient,
            queryKeyValueGradient,
            columnSums);
        Measure(Operation.AttentionBackward, start, 8.0 * output.Columns * pattern.Pairs(starts));
    }

    /// <summary>Does <see cref="Attention"/>; the operands are checked.</summary>
    protected abstract void AttentionCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination);

    /// <summary>
    /// Does <see cref="AttentionOfRows"/>; the operands are checked. Who knows no better computes all rows.
    /// </summary>
    protected virtual void AttentionOfRowsCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        ReadOnlySpan<int> rows,
        Tensor destination) =>
        AttentionCore(queryKeyValue, starts, pattern, Dropout.None, Tensor.None, destination);

    /// <summary>Does <see cref="AttentionBackward"/>; the operands are checked.</summary>
    protected abstract void AttentionBackwardCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient,
        Tensor columnSums);

    private static void CheckHeads(
        OperandCheck check,
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor output)
    {
        check.Shape(queryKeyValue, output.Rows, 3 * output.Columns);
        check.Starts(starts, output.Rows);
        check.Heads(pattern.Heads, output.Columns);
        check.Window(pattern.Window);
        check.Angles(pattern.Angles, starts, output.Columns / pattern.Heads);
        check.Keeps(dropout);
    }
}
