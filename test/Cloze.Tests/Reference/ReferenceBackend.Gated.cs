using Cloze.Compute;

namespace Cloze.Tests.Reference;

internal partial class ReferenceBackend
{
    protected override void LinearGatedCore(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination)
    {
        LinearCore(input, weight, bias, preActivation, Tensor.None);
        int half = destination.Columns;
        for (int t = 0; t < destination.Rows; t++)
        {
            Span<float> before = Row(preActivation, t);
            for (int f = 0; f < half; f++)
            {
                Row(destination, t)[f] = (float)(ReferenceMath.Activate(activation, before[f]) * before[half + f]);
            }
        }
    }

    protected override void LinearGatedBackwardCore(
        Tensor gradient, Tensor weight, Activation activation, Tensor preActivation, Tensor activated)
    {
        LinearInputGradientCore(gradient, weight, add: false, activated);
        int half = activated.Columns;
        for (int t = 0; t < activated.Rows; t++)
        {
            Span<float> before = Row(preActivation, t), product = Row(activated, t);
            for (int f = 0; f < half; f++)
            {
                double u = before[f], gate = before[half + f], d = product[f];
                before[f] = (float)(d * gate * ReferenceMath.Slope(activation, u));
                before[half + f] = (float)(d * ReferenceMath.Activate(activation, u));
                product[f] = (float)(ReferenceMath.Activate(activation, u) * gate);
            }
        }
    }
}
