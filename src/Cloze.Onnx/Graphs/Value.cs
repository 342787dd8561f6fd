namespace Cloze.Onnx;

/// <summary>A tensor of a graph: an input, a constant, or what a node gives.</summary>
/// <param name="Name">Its name, unique in the graph.</param>
internal readonly record struct Value(string Name);
