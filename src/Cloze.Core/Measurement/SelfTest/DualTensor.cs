using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>The same tensor on two backends.</summary>
/// <param name="Reference">On the one that defines the results.</param>
/// <param name="Tested">On the one that is tested.</param>
internal readonly record struct DualTensor(Tensor Reference, Tensor Tested)
{
    /// <summary>The absent tensor.</summary>
    public static DualTensor None => default;
}
