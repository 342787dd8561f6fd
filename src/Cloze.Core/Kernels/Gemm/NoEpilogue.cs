namespace Cloze.Kernels;

/// <summary>Leaves a product as it is.</summary>
internal readonly struct NoEpilogue : IGemmEpilogue
{
    /// <inheritdoc/>
    public void Apply(in GemmArea area)
    {
    }
}
