namespace Cloze.Benchmarks.Kernels;

/// <summary>One product of a linear layer of a model.</summary>
internal sealed record Layer(string Name, int Tokens, int Inputs, int Outputs, Product Product);
