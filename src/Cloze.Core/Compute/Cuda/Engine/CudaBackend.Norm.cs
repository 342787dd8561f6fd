namespace Cloze.Compute;

/// <content>Residual, dropout and layer normalisation.</content>
internal sealed partial class CudaBackend
{
    private readonly NormLauncher _norm;

    /// <inheritdoc/>
    protected override void AddNormCore(
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
        var operands = new NormOperands
        {
            Input = Values(input),
            Residual = Values(residual),
            Gain = Float32(gain),
            Bias = Float32(bias),
            Sum = Values(sum),
            Statistics = Float32(statistics),
            Destination = Values(destination),
        };
        _norm.AddNorm(operands, dropout, epsilon, input.Rows, input.Columns);
    }

    /// <inheritdoc/>
    protected override void AddNormBackwardCore(
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
        Tensor columnSums)
    {
        var operands = new NormGradientOperands
        {
            Gradient = Values(gradient),
            Sum = Values(sum),
            Statistics = Float32(statistics),
            Gain = Float32(gain),
            InputGradient = Values(inputGradient),
            ResidualGradient = Values(residualGradient),
            Adds = add,
            GainGradient = Float32(gainGradient),
            BiasGradient = Float32(biasGradient),
            ColumnSums = Float32(columnSums),
        };
        _norm.AddNormBackward(operands, dropout, gradient.Rows, gradient.Columns);
    }
}
