using System.Diagnostics;

namespace Cloze.Compute;

/// <content>The optimizer's operations.</content>
internal abstract partial class Backend
{
    /// <summary>The sum of the squares of all values, in double precision, by a fixed tree.</summary>
    public double SumOfSquares(Tensor tensor)
    {
        var check = new OperandCheck(this, Operation.SumOfSquares);
        check.Present(tensor);
        long start = Stopwatch.GetTimestamp();
        double sum = SumOfSquaresCore(tensor);
        Measure(Operation.SumOfSquares, start);
        return sum;
    }

    /// <summary>
    /// One optimizer step over the parameters, in place; all four tensors of one shape. The gradients become zero on
    /// the way, ready for the next pass to add to them. It may go on after it has returned, beside other operations;
    /// those that use its tensors see its results.
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="firstMoment">Running means of the gradients.</param>
    /// <param name="secondMoment">Running means of the squared gradients.</param>
    /// <param name="edges">
    /// Where decay stops and starts in turn: the values before the first edge decay, those up to the second do not, and
    /// so on. Ascending; empty where all decay.
    /// </param>
    /// <param name="step">The step's settings.</param>
    public void Adam(
        Tensor parameters,
        Tensor gradients,
        Tensor firstMoment,
        Tensor secondMoment,
        ReadOnlySpan<int> edges,
        AdamStep step)
    {
        var check = new OperandCheck(this, Operation.Adam);
        check.Present(parameters);
        check.Like(gradients, parameters);
        check.Like(firstMoment, parameters);
        check.Like(secondMoment, parameters);
        check.Edges(edges);
        check.Apart(gradients, parameters);
        Apart(check, firstMoment, parameters, gradients, secondMoment);
        Apart(check, secondMoment, parameters, gradients, Tensor.None);
        long start = Stopwatch.GetTimestamp();
        AdamCore(parameters, gradients, firstMoment, secondMoment, edges, step);
        if (_profiler is not null) Finish();
        Measure(Operation.Adam, start);
    }

    /// <summary>
    /// The moments of <see cref="Adam"/>, in place, and the direction in which it would go: the gradients become
    /// m' / (sqrt(v') + epsilon) + decay * p, whatever the rate, and the parameters stay. All four of one shape.
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Their gradients, then the direction.</param>
    /// <param name="firstMoment">Running means of the gradients.</param>
    /// <param name="secondMoment">Running means of the squared gradients.</param>
    /// <param name="step">The step's settings; the rate has no part in it.</param>
    public void AdamDirection(
        Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamStep step)
    {
        var check = new OperandCheck(this, Operation.AdamDirection);
        check.Present(parameters);
        check.Like(gradients, parameters);
        check.Like(firstMoment, parameters);
        check.Like(secondMoment, parameters);
        check.Apart(gradients, parameters);
        Apart(check, firstMoment, parameters, gradients, secondMoment);
        Apart(check, secondMoment, parameters, gradients, Tensor.None);
        long start = Stopwatch.GetTimestamp();
        AdamDirectionCore(parameters, gradients, firstMoment, secondMoment, step);
        Measure(Operation.AdamDirection, start);
    }

    /// <summary>destination = a x + b y, all of one shape; the destination may be x or y.</summary>
    public void Combine(float a, Tensor x, float b, Tensor y, Tensor destination)
    {
        var check = new OperandCheck(this, Operation.Combine);
        check.Present(destination);
        check.Like(x, destination);
        check.Like(y, destination);
        check.SameOrApart(destination, x);
        check.SameOrApart(destination, y);
        long start = Stopwatch.GetTimestamp();
        CombineCore(a, x, b, y, destination);
        Measure(Operation.Combine, start);
    }

    /// <summary>Does <see cref="AdamDirection"/>; the operands are checked.</summary>
    protected abstract void AdamDirectionCore(
        Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamStep step);

    /// <summary>Does <see cref="Combine"/>; the operands are checked.</summary>
    protected abstract void CombineCore(float a, Tensor x, float b, Tensor y, Tensor destination);

    /// <summary>Does <see cref="SumOfSquares"/>; the operands are checked.</summary>
    protected abstract double SumOfSquaresCore(Tensor tensor);

    /// <summary>Does <see cref="Adam"/>; the operands are checked.</summary>
    protected abstract void AdamCore(
        Tensor parameters,
        Tensor gradients,
        Tensor firstMoment,
        Tensor secondMoment,
        ReadOnlySpan<int> edges,
        AdamStep step);
}
