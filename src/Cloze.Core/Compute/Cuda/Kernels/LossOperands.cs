namespace Cloze.Compute;

/// <summary>The places of the operands of <see cref="LossLauncher"/>.</summary>
/// <param name="Logits">[rows, stride].</param>
/// <param name="Bias">[vocabulary], float32.</param>
/// <param name="Labels">[rows], int32 in [0, vocabulary).</param>
/// <param name="Losses">[rows], float32.</param>
/// <param name="Ranks">[rows], int32, or none.</param>
/// <param name="Gradient">[rows, stride], activations, or none.</param>
internal readonly record struct LossOperands(
    DevicePointer Logits,
    DevicePointer Bias,
    DevicePointer Labels,
    DevicePointer Losses,
    DevicePointer Ranks,
    DevicePointer Gradient);
