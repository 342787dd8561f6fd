namespace Cloze.Models;

/// <summary>What a conversion wrote.</summary>
/// <param name="File">The path of the weights' file.</param>
/// <param name="Tensors">How many tensors are in it.</param>
/// <param name="Parameters">How many values they have together.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Types">What they are stored as, by the names of <c>config.json</c>, in ordinal order.</param>
/// <param name="LeftOut">Tensors that were not taken over, because a model computes nothing with them.</param>
/// <param name="Copied">Files of the tokenizer that were taken over as they are.</param>
public sealed record ConversionResult(
    string File,
    int Tensors,
    long Parameters,
    long Bytes,
    IReadOnlyList<string> Types,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> Copied)
{
    /// <summary>
    /// A sentence for people on what was left out, what an optimizer kept beside each variable counted and the others
    /// named; null where nothing was.
    /// </summary>
    public string? LeftOutSentence() => LeftOut.Count == 0
        ? null
        : $"Left out, because nothing is computed with them: {string.Join(", ", UnusedNames.Group(LeftOut))}.";
}
