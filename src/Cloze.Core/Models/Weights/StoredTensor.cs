namespace Cloze.Models;

/// <summary>A tensor as a file has it.</summary>
/// <param name="Name">Its name, as the file says it: show it through <see cref="Printable.Line"/>.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Type">Its element type by the name of the safetensors format, as F32, F16 or BF16.</param>
public sealed record StoredTensor(string Name, IReadOnlyList<long> Shape, string Type);
