namespace Cloze.Compute;

/// <content>Linear layers: the matrix products of each, the bias within the product.</content>
internal sealed partial class CudaBackend
{
    /// <inheritdoc/>
    protected override void LinearCore(
        Tensor input, Tensor weight, Tensor bias, Tensor destination, Tensor addend) =>
        Multiply(input, weight, bias, destination, addend);

    /// <inheritdoc/>
    protected override void LinearActivationCore(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination)
    {
        Tensor product = preActivation.IsNone ? destination : preActivation;
        Multiply(input, weight, bias, product);
        Activate(activation, product, destination);
    }

    /// <inheritdoc/>
    protected override void LinearInputGradientCore(Tensor gradient, Tensor weight, bool add, Tensor inputGradient) =>
        _products.Multiply(new MatrixProduct
        {
            A = Values(gradient),
            B = Factor(weight),
            C = Values(inputGradient),
            Rows = gradient.Rows,
            Columns = weight.Columns,
            Depth = weight.Rows,
            StrideA = gradient.Columns,
            StrideB = weight.Columns,
            StrideC = inputGradient.Columns,
            Adds = add,
            Factors = ActivationElement,
            Result = ActivationElement,
        });

    /// <inheritdoc/>
    protected override void LinearInputGradientCore(
        Tensor gradient,
        Tensor weight,
        Activation activation,
        Tensor preActivation,
        Tensor preActivationGradient,
        Tensor columnSums)
    {
        LinearInputGradientCore(gradient, weight, add: false, preActivationGradient);
        TurnBack(activation, preActivation, preActivationGradient, columnSums);
    }

    /// <inheritdoc/>
    protected override void LinearWeightGradientCore(
        Tensor gradient, Tensor input, Tensor weightGradient, Tensor biasGradient)
    {
        _products.Multiply(new MatrixProduct
        {
            A = Values(gradient),
            B = Values(input),
            C = CudaArena.Pointer(weightGradient),
            Rows = weightGradient.Rows,
            Columns = weightGradient.Columns,
            Depth = gradient.Rows,
            TransposesA = true,
            StrideA = gradient.Columns,
            StrideB = input.Columns,
            StrideC = weightGradient.Columns,
            Adds = true,
            Factors = ActivationElement,
            Result = weightGradient.Element,
        });
        AddColumnSums(gradient, biasGradient);
    }

    /// <inheritdoc/>
    protected override void LinearBackwardCore(
        Tensor gradient,
        Tensor input,
        Tensor weight,
        bool add,
        Tensor inputGradient,
        Tensor weightGradient,
        Tensor biasGradient)
    {
        LinearWeightGradientCore(gradient, input, weightGradient, biasGradient);
        LinearInputGradientCore(gradient, weight, add, inputGradient);
    }

    // destination = input · weightᵀ + bias + addend, in the destination's element.
    private void Multiply(
        Tensor input, Tensor weight, Tensor bias, Tensor destination, Tensor addend = default)
    {
        TensorElement result = destination.Element;
        DevicePointer added = bias.IsNone ? DevicePointer.None
            : result == TensorElement.Float32 ? Float32(bias)
            : Factor(bias);
        _products.Multiply(new MatrixProduct
        {
            A = Values(input),
            B = Factor(weight),
            C = CudaArena.Pointer(destination),
            Bias = added,
            Addend = addend.IsNone ? DevicePointer.None : CudaArena.Pointer(addend),
            Rows = input.Rows,
            Columns = weight.Rows,
            Depth = input.Columns,
            TransposesB = true,
            StrideA = input.Columns,
            StrideB = weight.Columns,
            StrideC = destination.Columns,
            Factors = ActivationElement,
            Result = result,
        });
    }
}
