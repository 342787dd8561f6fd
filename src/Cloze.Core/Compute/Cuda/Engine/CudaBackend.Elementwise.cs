namespace Cloze.Compute;

/// <content>Operations on each value or row alone, and sums of columns.</content>
internal sealed partial class CudaBackend
{
    // Values that the device converts 16 bytes at a time.
    private const int ShadedTogether = 8;

    private readonly ActivationLauncher _activation;
    private readonly ColumnsLauncher _columns;
    private readonly CopyLauncher _copy;

    /// <inheritdoc/>
    protected override void ActivationBackwardCore(Activation activation, Tensor preActivation, Tensor gradient) =>
        TurnBack(activation, preActivation, gradient, Tensor.None);

    /// <inheritdoc/>
    protected override void ApplyDropoutCore(Tensor input, Dropout dropout, Tensor destination, int parts) =>
        _rows.ApplyDropout(
            Values(input), dropout, Values(destination), input.Rows * parts, input.Columns / parts, parts);

    // destination = activation(input), which may be the destination.
    private void Activate(Activation activation, Tensor input, Tensor destination) => _activation.Forward(
        Values(input),
        DevicePointer.None,
        activation,
        DevicePointer.None,
        Values(destination),
        input.Rows,
        input.Columns);

    // gradient = gradient ∘ activation'(pre-activation); columnSums += its columns'.
    private void TurnBack(Activation activation, Tensor preActivation, Tensor gradient, Tensor columnSums) =>
        _activation.Backward(
            activation,
            Values(preActivation),
            replace: false,
            Values(gradient),
            Float32(columnSums),
            gradient.Rows,
            gradient.Columns);

    // sums [1, columns] += the columns' sums.
    private void AddColumnSums(Tensor values, Tensor sums)
    {
        if (sums.IsNone) return;
        _columns.AddSums(Values(values), values.Rows, values.Columns, values.Columns, Float32(sums));
    }

    // The shadow follows a parameter; its neighbours' shadows are made again where they share 16 bytes with it.
    private void Shade(Tensor parameter)
    {
        CudaArena arena = CudaArena.Of(parameter);
        nint first = parameter.Offset / ShadedTogether * ShadedTogether;
        Shade(arena, first, parameter.Offset + parameter.Count - first);
    }

    private void Shade(CudaArena arena, nint first, nint count) => _copy.FromFloat(
        arena.Start + (first * sizeof(float)), arena.ShadowStart + (first * sizeof(ushort)), count);
}
