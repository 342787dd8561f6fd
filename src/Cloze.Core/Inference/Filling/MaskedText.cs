using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>A text as the model reads it, on its way to its answer.</summary>
/// <param name="Sequence">Its ids and, later, what is predicted at its masks.</param>
/// <param name="TokensCut">Tokens that did not fit.</param>
internal readonly record struct MaskedText(MaskedSequence Sequence, int TokensCut);
