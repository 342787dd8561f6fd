using System.Diagnostics;

namespace Cloze.Compute;

/// <content>Residual, dropout and layer normalisation.</content>
internal abstract partial class Backend
{
    /// <summary>
    /// sum = dropout(input) + residual; destination = (sum - mean) / sqrt(variance + epsilon) * gain + bias
    /// (Ba et al. 2016). All [T, H]; residual may be none; gain, bias [1, H], bias or none; statistics [T, 2] keeps
    /// each row's mean and reciprocal standard deviation. Where norms come before their blocks, sum is the stream that
    /// goes on, and destination what the next block reads. <paramref name="sum"/> may be <paramref name="input"/> or
    /// none; statistics is none where no backward pass follows; destination may be the input.
    /// </summary>
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
        var check = new OperandCheck(this, Operation.AddNorm);
        check.Present(input);
        check.OptionalLike(residual, input);
        check.Keeps(dropout);
        check.Shape(gain, 1, input.Columns);
        check.OptionalShape(bias, 1, input.Columns);
        check.OptionalLike(sum, input);
        check.OptionalShape(statistics, input.Rows, 2);
        check.Like(destination, input);
        check.SameOrApart(sum, input);
        check.Apart(sum, residual);
        check.SameOrApart(destination, input);
        check.Apart(destination, residual);
        check.Apart(destination, sum);
        check.Apart(statistics, input);
        check.Apart(statistics, destination);
        long start = Stopwatch.GetTimestamp();
        AddNormCore(input, residual, dropout, gain, bias, epsilon, sum, statistics, destination);
        Measure(Operation.AddNorm, start);
    }

    /// <summary>
    /// The gradient of <see cref="AddNorm"/>: residualGradient = d(loss)/d(sum), inputGradient the same through the
    /// dropout; adds to gainGradient and biasGradient [1, H], the latter or none. inputGradient may be none (no
    /// dropout: the residual's gradient is the input's). residualGradient may be the gradient, unless
    /// <paramref name="add"/>: then it is on entry that of the sum from elsewhere, the norm's is added to it, and
    /// inputGradient is made of both. Where the backend <see cref="SumsColumns"/>, adds the column sums of
    /// inputGradient, or where that is none of residualGradient, to columnSums [1, H], or none.
    /// </summary>
    public void AddNormBackward(
        Tensor gradient,
        Tensor sum,
        Tensor statistics,
        Tensor gain,
        Dropout dropout,
        Tensor inputGradient,
        Tensor residualGradient,
        Tensor gainGradient,
        Tensor biasGradient,
        bool add = false,
        Tensor columnSums = default)
    {
        var check = new OperandCheck(this, Operation.AddNormBackward);
        check.Present(gradient);
        check.Like(sum, gradient);
        check.Shape(statistics, gradient.Rows, 2);
        check.Shape(gain, 1, gradient.Columns);
        check.Keeps(dropout);
        check.OptionalLike(inputGradient, gradient);
        check.Like(residualGradient, gradient);
        check.Shape(gainGradient, 1, gradient.Columns);
        check.OptionalShape(biasGradient, 1, gradient.Columns);
        if (add) check.Apart(residualGradient, gradient);
        else check.SameOrApart(residualGradient, gradient);
        check.Apart(residualGradient, sum);
        check.Apart(inputGradient, gradient);
        check.Apart(inputGradient, residualGradient);
        check.Apart(inputGradient, sum);
        check.Apart(biasGradient, gainGradient);
        check.ColumnSums(columnSums, residualGradient);
        long start = Stopwatch.GetTimestamp();
        AddNormBackwardCore(
            gradient,
            sum,
            statistics,
            gain,
            dropout,
            inputGradient,
            residualGradient,
            gainGradient,
            biasGradient,
            add,
            columnSums);
        Measure(Operation.AddNormBackward, start);
    }

    /// <summary>
    /// destination = dropout(input); destination may be the input. Its gradient is itself, of the gradient. Where a row
    /// has several parts side by side, each loses the same values.
    /// </summary>
    public void ApplyDropout(Tensor input, Dropout dropout, Tensor destination, int parts = 1)
    {
        var check = new OperandCheck(this, Operation.ApplyDropout);
        check.Present(input);
        check.Keeps(dropout);
        check.Parts(input, parts);
        check.Like(destination, input);
        check.SameOrApart(destination, input);
        long start = Stopwatch.GetTimestamp();
        ApplyDropoutCore(input, dropout, destination, parts);
        Measure(Operation.ApplyDropout, start);
    }

    /// <summary>Does <see cref="AddNorm"/>; the operands are checked.</summary>
    protected abstract void AddNormCore(
        Tensor input,
        Tensor residual,
        Dropout dropout,
        Tensor gain,
        Tensor bias,
        float epsilon,
        Tensor sum,
        Tensor statistics,
        Tensor destination);

    /// <summary>Does <see cref="AddNormBackward"/>; the operands are checked.</summary>
    protected abstract void AddNormBackwardCore(
        Tensor gradient,
        Tensor sum,
        Tensor statistics,
        Tensor gain,
        Dropout dropout,
        Tensor inputGradient,
        Tensor residualGradient,
        Tensor gainGradient,
        Tensor biasGradient,
        bool add,
        Tensor columnSums);

    /// <summary>Does <see cref="ApplyDropout"/>; the operands are checked.</summary>
    protected abstract void ApplyDropoutCore(Tensor input, Dropout dropout, Tensor destination, int parts);
}
