namespace Cloze.Compute;

/// <summary>
/// An arena without memory: taking the tensors of a largest case from it tells, by <see cref="Arena.Used"/>, how large
/// the real arena has to be, so that no size is written down twice.
/// </summary>
/// <param name="element">The element of the real arena.</param>
internal sealed class MeasuringArena(TensorElement element) : Arena("measure", nint.MaxValue, element)
{
    /// <inheritdoc/>
    protected override void Free()
    {
    }
}
