namespace Cloze.Models;

/// <summary>A tensor as a file has it.</summary>
/// <param name="Name">Its name, as the file says it; for people <see cref="Label"/>.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Type">Its element type by the name of the safetensors format, as F32, F16 or BF16.</param>
public sealed record StoredTensor(string Name, IReadOnlyList<long> Shape, string Type)
{
    /// <summary>The name on one line, what would act on a terminal escaped.</summary>
    public string Label => OneLine.Of(Name);
}
