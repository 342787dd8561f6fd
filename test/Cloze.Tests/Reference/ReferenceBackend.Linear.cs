using Cloze.Compute;

namespace Cloze.Tests.Reference;

internal partial class ReferenceBackend
{
    protected override void LinearCore(
        Tensor input, Tensor weight, Tensor bias, Tensor destination, Tensor addend)
    {
        double[] x = ToDouble(input), w = ToDouble(weight);
        double[] b = bias.IsNone ? new double[weight.Rows] : ToDouble(bias);
        double[] y = new double[input.Rows * weight.Rows];
        for (int t = 0; t < input.Rows; t++)
        {
            for (int n = 0; n < weight.Rows; n++)
            {
                double sum = b[n];
                for (int k = 0; k < input.Columns; k++) sum += x[(t * input.Columns) + k] * w[(n * input.Columns) + k];
                y[(t * weight.Rows) + n] = sum;
            }
        }

        FromDouble(y, destination);
    }

    protected override void LinearActivationCore(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination)
    {
        LinearCore(input, weight, bias, destination, Tensor.None);
        Span<float> y = HostArena.Span(destination);
        if (!preActivation.IsNone) y.CopyTo(HostArena.Span(preActivation));
        for (int i = 0; i < y.Length; i++) y[i] = (float)ReferenceMath.Activate(activation, y[i]);
    }

    protected override void LinearInputGradientCore(Tensor gradient, Tensor weight, bool add, Tensor inputGradient)
    {
        double[] dy = ToDouble(gradient), w = ToDouble(weight);
        double[] dx = add ? ToDouble(inputGradient) : new double[(int)inputGradient.Count];
        for (int t = 0; t < gradient.Rows; t++)
        {
            for (int n = 0; n < weight.Rows; n++)
            {
                double d = dy[(t * weight.Rows) + n];
                for (int k = 0; k < weight.Columns; k++)
                {
                    dx[(t * weight.Columns) + k] += d * w[(n * weight.Columns) + k];
                }
            }
        }

        FromDouble(dx, inputGradient);
    }

    protected override void LinearInputGradientCore(
        Tensor gradient,
        Tensor weight,
        Activation activation,
        Tensor preActivation,
        Tensor preActivationGradient,
        Tensor columnSums)
    {
        LinearInputGradientCore(gradient, weight, add: false, preActivationGradient);
        ActivationBackwardCore(activation, preActivation, preActivationGradient);
        Span<float> x = HostArena.Span(preActivation);
        for (int i = 0; i < x.Length; i++) x[i] = (float)ReferenceMath.Activate(activation, x[i]);
    }

    protected override void ActivationBackwardCore(Activation activation, Tensor preActivation, Tensor gradient)
    {
        Span<float> x = HostArena.Span(preActivation), dy = HostArena.Span(gradient);
        for (int i = 0; i < dy.Length; i++) dy[i] = (float)(dy[i] * ReferenceMath.Slope(activation, x[i]));
    }

    protected override void LinearWeightGradientCore(
        Tensor gradient, Tensor input, Tensor weightGradient, Tensor biasGradient)
    {
        double[] dy = ToDouble(gradient), x = ToDouble(input), dw = ToDouble(weightGradient);
        double[] db = biasGradient.IsNone ? new double[gradient.Columns] : ToDouble(biasGradient);
        for (int t = 0; t < gradient.Rows; t++)
        {
            for (int n = 0; n < gradient.Columns; n++)
            {
                double d = dy[(t * gradient.Columns) + n];
                db[n] += d;
                for (int k = 0; k < input.Columns; k++) dw[(n * input.Columns) + k] += d * x[(t * input.Columns) + k];
            }
        }

        FromDouble(dw, weightGradient);
        if (!biasGradient.IsNone) FromDouble(db, biasGradient);
    }

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
}
