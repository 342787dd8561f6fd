namespace Cloze.Training;

/// <summary>How much an optimizer step reads.</summary>
/// <param name="Batches">Batches, whose gradients are added up.</param>
/// <param name="Tokens">The most tokens of each.</param>
/// <param name="Phase">The phase that its sequences are of.</param>
internal readonly record struct StepSize(int Batches, int Tokens, int Phase = 0);
