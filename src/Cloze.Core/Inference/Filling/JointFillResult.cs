namespace Cloze.Inference;

/// <summary>The likeliest ways to fill all masks of a text together.</summary>
/// <param name="Fills">The fillings, the most likely first.</param>
/// <param name="TokensCut">Tokens cut off because the text is longer than the model's positions; 0 for none.</param>
public sealed record JointFillResult(IReadOnlyList<JointFill> Fills, int TokensCut);
