using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <content>The optimizer's operations.</content>
internal sealed partial class CudaBackend
{
    private readonly AdamLauncher _adam;
    private readonly CudaBuffer _sum;

    /// <inheritdoc/>
    protected override double SumOfSquaresCore(Tensor tensor)
    {
        DevicePointer place = _sum.Take(sizeof(double));
        _adam.SumOfSquares(Float32(tensor), tensor.Count, place);
        double total = 0;
        _transfers.Receive(place, MemoryMarshal.AsBytes(new Span<double>(ref total)));
        return total;
    }

    /// <inheritdoc/>
    protected override void AdamCore(
        Tensor parameters,
        Tensor gradients,
        Tensor firstMoment,
        Tensor secondMoment,
        ReadOnlySpan<int> edges,
        AdamStep step)
    {
        var operands = new AdamOperands(
            Float32(parameters),
            Float32(gradients),
            Float32(firstMoment),
            Float32(secondMoment),
            CudaArena.Of(parameters).HasShadow ? CudaArena.Shadow(parameters) : DevicePointer.None,
            _lists.Send("edges", edges),
            DevicePointer.None);
        _adam.Step(operands, edges.Length, step, parameters.Count);
    }
}
