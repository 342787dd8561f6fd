namespace Cloze.Kernels;

/// <summary>What is done to a finished rectangle of a product while it is still in the cache.</summary>
internal interface IGemmEpilogue
{
    /// <summary>Treats the rectangle.</summary>
    void Apply(in GemmArea area);
}
