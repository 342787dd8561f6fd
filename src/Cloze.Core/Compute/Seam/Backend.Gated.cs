using System.Diagnostics;

namespace Cloze.Compute;

/// <content>Linear layers whose one half gates the other (Shazeer 2020; GeGLU where the activation is GELU).</content>
internal abstract partial class Backend
{
    /// <summary>
    /// preActivation = input · weightᵀ + bias, [T, 2F]: u in its first F columns, g in the others;
    /// destination = activation(u) ∘ g, [T, F]. input [T, K], weight [2F, K], bias [1, 2F] or none.
    /// </summary>
    public void LinearGated(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination)
    {
        var check = new OperandCheck(this, Operation.LinearGated);
        check.Present(input);
        check.Present(destination);
        check.Shape(weight, 2 * destination.Columns, input.Columns);
        check.OptionalShape(bias, 1, weight.Rows);
        check.Shape(destination, input.Rows, destination.Columns);
        check.Shape(preActivation, input.Rows, weight.Rows);
        check.Apart(preActivation, destination);
        Apart(check, destination, input, weight, bias);
        Apart(check, preActivation, input, weight, bias);
        long start = Stopwatch.GetTimestamp();
        LinearGatedCore(input, weight, bias, activation, preActivation, destination);
        Measure(Operation.LinearGated, start, Product(input, weight));
    }

    /// <summary>
    /// With d = gradient · weight, where weight [N, F] belongs to the linear layer after the gate and gradient [T, N]
    /// is that of its output: preActivation [T, 2F] becomes its own gradient, d ∘ g ∘ activation'(u) and
    /// d ∘ activation(u) side by side, in place; <paramref name="activated"/> [T, F], overwritten, becomes
    /// activation(u) ∘ g: the gradient of that weight needs it next, and so nobody has to keep it.
    /// </summary>
    public void LinearGatedBackward(
        Tensor gradient, Tensor weight, Activation activation, Tensor preActivation, Tensor activated)
    {
        var check = new OperandCheck(this, Operation.LinearGatedBackward);
        check.Present(weight);
        check.Shape(gradient, gradient.Rows, weight.Rows);
        check.Shape(activated, gradient.Rows, weight.Columns);
        check.Shape(preActivation, gradient.Rows, 2 * weight.Columns);
        check.Apart(activated, gradient);
        check.Apart(activated, weight);
        check.Apart(preActivation, activated);
        check.Apart(preActivation, gradient);
        check.Apart(preActivation, weight);
        long start = Stopwatch.GetTimestamp();
        LinearGatedBackwardCore(gradient, weight, activation, preActivation, activated);
        Measure(Operation.LinearGatedBackward, start, Product(gradient, weight));
    }

    /// <summary>Does <see cref="LinearGated"/>; the operands are checked.</summary>
    protected abstract void LinearGatedCore(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination);

    /// <summary>Does <see cref="LinearGatedBackward"/>; the operands are checked.</summary>
    protected abstract void LinearGatedBackwardCore(
        Tensor gradient, Tensor weight, Activation activation, Tensor preActivation, Tensor activated);
}
