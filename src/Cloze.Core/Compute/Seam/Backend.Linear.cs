using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Cloze.Compute;

/// <content>Linear layers and the activations after them.</content>
internal abstract partial class Backend
{
    /// <summary>
    /// destination = input · weightᵀ + bias + addend; input [T, K], weight [N, K], bias [1, N] or none, destination
    /// [T, N]; addend like it, where the backend <see cref="AddsInProducts"/>, or none.
    /// </summary>
    public void Linear(Tensor input, Tensor weight, Tensor bias, Tensor destination, Tensor addend = default)
    {
        var check = new OperandCheck(this, Operation.Linear);
        check.Present(input);
        check.Shape(weight, weight.Rows, input.Columns);
        check.OptionalShape(bias, 1, weight.Rows);
        check.Shape(destination, input.Rows, weight.Rows);
        Apart(check, destination, input, weight, bias);
        check.Addend(addend, destination);
        long start = Stopwatch.GetTimestamp();
        LinearCore(input, weight, bias, destination, addend);
        Measure(Operation.Linear, start, Product(input, weight));
    }

    /// <summary>
    /// <see cref="Linear"/> where the first columns of the destination are read in some rows only: in these, and in the
    /// other columns, it has the same bits, and what is left is left as it is or computed too.
    /// </summary>
    public void LinearOfRows(
        Tensor input, Tensor weight, Tensor bias, int columns, ReadOnlySpan<int> rows, Tensor destination)
    {
        var check = new OperandCheck(this, Operation.Linear);
        check.Present(input);
        check.Shape(weight, weight.Rows, input.Columns);
        check.OptionalShape(bias, 1, weight.Rows);
        check.Shape(destination, input.Rows, weight.Rows);
        check.Indices([columns], weight.Rows + 1, nameof(columns));
        check.Indices(rows, input.Rows);
        Apart(check, destination, input, weight, bias);
        long start = Stopwatch.GetTimestamp();
        LinearOfRowsCore(input, weight, bias, columns, rows, destination);
        double left = (double)columns / weight.Rows * (1 - Math.Min(1, (double)rows.Length / Math.Max(1, input.Rows)));
        Measure(Operation.Linear, start, Product(input, weight) * (1 - left));
    }

    /// <summary>
    /// preActivation = input · weightᵀ + bias; destination = activation(preActivation); both [T, N].
    /// Where no backward pass follows, <paramref name="preActivation"/> is none.
    /// </summary>
    public void LinearActivation(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination)
    {
        var check = new OperandCheck(this, Operation.LinearActivation);
        check.Present(input);
        check.Shape(weight, weight.Rows, input.Columns);
        check.OptionalShape(bias, 1, weight.Rows);
        check.Shape(destination, input.Rows, weight.Rows);
        check.OptionalLike(preActivation, destination);
        check.Apart(preActivation, destination);
        Apart(check, destination, input, weight, bias);
        Apart(check, preActivation, input, weight, bias);
        long start = Stopwatch.GetTimestamp();
        LinearActivationCore(input, weight, bias, activation, preActivation, destination);
        Measure(Operation.LinearActivation, start, Product(input, weight));
    }

    /// <summary>
    /// inputGradient (=, or += where <paramref name="add"/>) gradient · weight; gradient [T, N], weight [N, K],
    /// inputGradient [T, K].
    /// </summary>
    public void LinearInputGradient(Tensor gradient, Tensor weight, bool add, Tensor inputGradient)
    {
        var check = new OperandCheck(this, Operation.LinearInputGradient);
        CheckInputGradient(check, gradient, weight, inputGradient);
        long start = Stopwatch.GetTimestamp();
        LinearInputGradientCore(gradient, weight, add, inputGradient);
        Measure(Operation.LinearInputGradient, start, Product(gradient, weight));
    }

    /// <summary>
    /// preActivationGradient = (gradient · weight) ∘ activation'(preActivation), where weight [N, K] belongs to the
    /// linear layer after the activation; gradient [T, N], the others [T, K]. <paramref name="preActivation"/> becomes
    /// activation(preActivation), in place: the gradient of that weight needs it next, and so nobody has to keep it,
    /// unless the backend <see cref="KeepsActivations"/>: then it stays as it is.
    /// Where the backend <see cref="SumsColumns"/>, adds the column sums of preActivationGradient to columnSums [1, K],
    /// or none.
    /// </summary>
    public void LinearInputGradient(
        Tensor gradient,
        Tensor weight,
        Activation activation,
        Tensor preActivation,
        Tensor preActivationGradient,
        Tensor columnSums = default)
    {
        var check = new OperandCheck(this, Operation.LinearInputGradient);
        CheckInputGradient(check, gradient, weight, preActivationGradient);
        check.Like(preActivation, preActivationGradient);
        check.Apart(preActivation, preActivationGradient);
        check.Apart(preActivation, gradient);
        check.Apart(preActivation, weight);
        check.ColumnSums(columnSums, preActivationGradient);
        long start = Stopwatch.GetTimestamp();
        LinearInputGradientCore(gradient, weight, activation, preActivation, preActivationGradient, columnSums);
        Measure(Operation.LinearInputGradient, start, Product(gradient, weight));
    }

    /// <summary>
    /// gradient = gradient ∘ activation'(preActivation), in place; both [T, N].
    /// </summary>
    public void ActivationBackward(Activation activation, Tensor preActivation, Tensor gradient)
    {
        var check = new OperandCheck(this, Operation.ActivationBackward);
        check.Present(gradient);
        check.Like(preActivation, gradient);
        check.Apart(gradient, preActivation);
        long start = Stopwatch.GetTimestamp();
        ActivationBackwardCore(activation, preActivation, gradient);
        Measure(Operation.ActivationBackward, start);
    }

    /// <summary>
    /// Adds gradientᵀ · input to weightGradient [N, K] and the column sums of gradient to biasGradient [1, N] (or
    /// none); gradient [T, N], input [T, K].
    /// </summary>
    public void LinearWeightGradient(Tensor gradient, Tensor input, Tensor weightGradient, Tensor biasGradient)
    {
        var check = new OperandCheck(this, Operation.LinearWeightGradient);
        CheckWeightGradient(check, gradient, input, weightGradient, biasGradient);
        long start = Stopwatch.GetTimestamp();
        LinearWeightGradientCore(gradient, input, weightGradient, biasGradient);
        Measure(Operation.LinearWeightGradient, start, Product(gradient, weightGradient));
    }

    /// <summary>
    /// Both gradients of <see cref="Linear"/> in one operation: <see cref="LinearInputGradient(Tensor, Tensor, bool,
    /// Tensor)"/> and <see cref="LinearWeightGradient"/>, on threads that wait for each other once.
    /// <paramref name="inputGradient"/> is neither <paramref name="gradient"/> nor <paramref name="input"/>.
    /// </summary>
    public void LinearBackward(
        Tensor gradient,
        Tensor input,
        Tensor weight,
        bool add,
        Tensor inputGradient,
        Tensor weightGradient,
        Tensor biasGradient)
    {
        var check = new OperandCheck(this, Operation.LinearBackward);
        CheckInputGradient(check, gradient, weight, inputGradient);
        CheckWeightGradient(check, gradient, input, weightGradient, biasGradient);
        check.Like(weightGradient, weight);
        check.Apart(weightGradient, weight);
        check.Apart(inputGradient, input);
        check.Apart(inputGradient, weightGradient);
        check.Apart(inputGradient, biasGradient);
        long start = Stopwatch.GetTimestamp();
        LinearBackwardCore(gradient, input, weight, add, inputGradient, weightGradient, biasGradient);
        Measure(Operation.LinearBackward, start, 2 * Product(gradient, weight));
    }

    /// <summary>Does <see cref="Linear"/>; the operands are checked.</summary>
    protected abstract void LinearCore(
        Tensor input, Tensor weight, Tensor bias, Tensor destination, Tensor addend);

    /// <summary>
    /// Does <see cref="LinearOfRows"/>; the operands are checked. Who knows no better computes all rows.
    /// </summary>
    protected virtual void LinearOfRowsCore(
        Tensor input, Tensor weight, Tensor bias, int columns, ReadOnlySpan<int> rows, Tensor destination) =>
        LinearCore(input, weight, bias, destination, Tensor.None);

    /// <summary>Does <see cref="LinearActivation"/>; the operands are checked.</summary>
    protected abstract void LinearActivationCore(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination);

    /// <summary>
    /// Does <see cref="LinearInputGradient(Tensor, Tensor, bool, Tensor)"/>;
    /// the operands are checked.
    /// </summary>
    protected abstract void LinearInputGradientCore(Tensor gradient, Tensor weight, bool add, Tensor inputGradient);

    /// <summary>
    /// Does <see cref="LinearInputGradient(Tensor, Tensor, Activation, Tensor, Tensor, Tensor)"/>;
    /// the operands are checked.
    /// </summary>
    protected abstract void LinearInputGradientCore(
        Tensor gradient,
        Tensor weight,
        Activation activation,
        Tensor preActivation,
        Tensor preActivationGradient,
        Tensor columnSums);

    /// <summary>Does <see cref="ActivationBackward"/>; the operands are checked.</summary>
    protected abstract void ActivationBackwardCore(Activation activation, Tensor preActivation, Tensor gradient);

    /// <summary>Does <see cref="LinearWeightGradient"/>; the operands are checked.</summary>
    protected abstract void LinearWeightGradientCore(
        Tensor gradient, Tensor input, Tensor weightGradient, Tensor biasGradient);

    /// <summary>Does <see cref="LinearBackward"/>; the operands are checked.</summary>
    protected abstract void LinearBackwardCore(
        Tensor gradient,
        Tensor input,
        Tensor weight,
        bool add,
        Tensor inputGradient,
        Tensor weightGradient,
        Tensor biasGradient);

    private static void CheckInputGradient(OperandCheck check, Tensor gradient, Tensor weight, Tensor inputGradient)
    {
        check.Present(weight);
        check.Shape(gradient, gradient.Rows, weight.Rows);
        check.Shape(inputGradient, gradient.Rows, weight.Columns);
        check.Apart(inputGradient, gradient);
        check.Apart(inputGradient, weight);
    }

    private static void CheckWeightGradient(
        OperandCheck check, Tensor gradient, Tensor input, Tensor weightGradient, Tensor biasGradient)
    {
        check.Present(gradient);
        check.Shape(input, gradient.Rows, input.Columns);
        check.Shape(weightGradient, gradient.Columns, input.Columns);
        check.OptionalShape(biasGradient, 1, gradient.Columns);
        check.Apart(weightGradient, gradient);
        check.Apart(weightGradient, input);
        Apart(check, biasGradient, gradient, input, weightGradient);
    }

    private static void Apart(
        OperandCheck check,
        Tensor written,
        Tensor first,
        Tensor second,
        Tensor third,
        [CallerArgumentExpression(nameof(written))] string name = "",
        [CallerArgumentExpression(nameof(first))] string firstName = "",
        [CallerArgumentExpression(nameof(second))] string secondName = "",
        [CallerArgumentExpression(nameof(third))] string thirdName = "")
    {
        check.Apart(written, first, name, firstName);
        check.Apart(written, second, name, secondName);
        check.Apart(written, third, name, thirdName);
    }
}
