namespace Cloze.Compute;

/// <summary>
/// An arena without memory: taking the tensors of a largest case from it tells, by <see cref="Arena.Used"/>, how large
/// the real arena has to be, so that no size is written down twice.
/// </summary>
internal sealed class MeasuringArena() : Arena("measure", nint.MaxValue)
{
    /// <inheritdoc/>
    protected override void Free()
    {
    }
}
