namespace Cloze.Inference;

/// <summary>The predictions for every mask of a text.</summary>
/// <param name="Masks">For each <c>[MASK]</c>, in order, its predictions, the most likely first.</param>
/// <param name="TokensCut">Tokens cut off because the text is longer than the model's positions; 0 for none.</param>
public sealed record FillResult(IReadOnlyList<IReadOnlyList<Prediction>> Masks, int TokensCut)
{
    /// <summary>What was noticed, a sentence each: words that were left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
