namespace Cloze.Inference;

/// <summary>A vector of H values at one position.</summary>
/// <param name="Name">What it is.</param>
/// <param name="First">Its first values.</param>
/// <param name="Norm">Its Euclidean length.</param>
public sealed record ExplainedVector(string Name, IReadOnlyList<float> First, double Norm);
