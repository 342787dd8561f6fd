namespace Cloze.Compute;

/// <content>Linear layers whose one half gates the other: the product of both halves, then the gate.</content>
internal sealed partial class CudaBackend
{
    private readonly GateLauncher _gate;

    /// <inheritdoc/>
    protected override void LinearGatedCore(
        Tensor input, Tensor weight, Tensor bias, Activation activation, Tensor preActivation, Tensor destination)
    {
        Multiply(input, weight, bias, preActivation);
        _gate.Forward(
            activation, Values(preActivation), Values(destination), destination.Rows, destination.Columns);
    }

    /// <inheritdoc/>
    protected override void LinearGatedBackwardCore(
        Tensor gradient, Tensor weight, Activation activation, Tensor preActivation, Tensor activated)
    {
        LinearInputGradientCore(gradient, weight, add: false, activated);
        _gate.Backward(activation, Values(preActivation), Values(activated), activated.Rows, activated.Columns);
    }
}
