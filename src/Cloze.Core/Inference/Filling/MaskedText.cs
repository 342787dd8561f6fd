using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>A text as the model reads it, on its way to its answer.</summary>
/// <param name="Sequence">Its ids and, later, what is predicted at its masks.</param>
/// <param name="Places">Where each mask stands in the texts as they were given; null where that is not known.</param>
/// <param name="IsPair">Whether there are two texts.</param>
/// <param name="TokensCut">Tokens that did not fit.</param>
internal readonly record struct MaskedText(
    MaskedSequence Sequence, MaskPlace?[] Places, bool IsPair, int TokensCut);
