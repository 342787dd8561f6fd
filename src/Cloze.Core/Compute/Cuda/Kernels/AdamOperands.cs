namespace Cloze.Compute;

/// <summary>The places of <see cref="Backend.Adam"/>'s operands.</summary>
/// <param name="Parameters">float32.</param>
/// <param name="Gradients">float32; become zero.</param>
/// <param name="FirstMoment">float32.</param>
/// <param name="SecondMoment">float32.</param>
/// <param name="Shadow">The parameters as activations, or none.</param>
/// <param name="Edges">int32; none where there are no edges.</param>
/// <param name="GradientScale">[1], float32, or none.</param>
internal readonly record struct AdamOperands(
    DevicePointer Parameters,
    DevicePointer Gradients,
    DevicePointer FirstMoment,
    DevicePointer SecondMoment,
    DevicePointer Shadow,
    DevicePointer Edges,
    DevicePointer GradientScale);
