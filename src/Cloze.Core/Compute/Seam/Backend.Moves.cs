using System.Diagnostics;

namespace Cloze.Compute;

/// <content>
/// Moves whose length depends on norms. Here of other operations; a device need not give the norms away.
/// </content>
internal abstract partial class Backend
{
    /// <summary>
    /// parameters -= rate * ‖parameters‖ / ‖direction‖ * direction, both of one shape; where a norm is zero their ratio
    /// is 1 (You et al. 2020).
    /// </summary>
    public void MoveByRatio(Tensor direction, float rate, Tensor parameters)
    {
        var check = new OperandCheck(this, Operation.MoveByRatio);
        check.Present(parameters);
        check.Like(direction, parameters);
        check.Apart(parameters, direction);
        long start = Stopwatch.GetTimestamp();
        MoveByRatioCore(direction, rate, parameters);
        Measure(Operation.MoveByRatio, start);
    }

    /// <summary>
    /// destination = source / (‖source‖ + least), both of one shape; the destination is an activation.
    /// </summary>
    public void Normalize(Tensor source, double least, Tensor destination)
    {
        var check = new OperandCheck(this, Operation.Normalize);
        check.Present(source);
        check.Like(destination, source);
        check.Apart(destination, source);
        long start = Stopwatch.GetTimestamp();
        NormalizeCore(source, least, destination);
        Measure(Operation.Normalize, start);
    }

    /// <summary>Does <see cref="MoveByRatio"/>; the operands are checked.</summary>
    protected virtual void MoveByRatioCore(Tensor direction, float rate, Tensor parameters)
    {
        double weight = Math.Sqrt(SumOfSquaresCore(parameters)), length = Math.Sqrt(SumOfSquaresCore(direction));
        double ratio = weight > 0 && length > 0 ? weight / length : 1;
        CombineCore(1, parameters, -(float)(rate * ratio), direction, parameters);
    }

    /// <summary>Does <see cref="Normalize"/>; the operands are checked.</summary>
    protected virtual void NormalizeCore(Tensor source, double least, Tensor destination)
    {
        double norm = Math.Sqrt(SumOfSquaresCore(source));
        CombineCore((float)(1 / (norm + least)), source, 0, source, destination);
    }
}
