namespace Cloze.Onnx;

/// <summary>Where a graph goes, and in which form.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// A folder, which becomes one that npm <c>@huggingface/transformers</c> opens, or the path of a file that ends in
    /// <c>.onnx</c>; null for the model's own folder.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>In what weights are kept and the graph computes.</summary>
    public OnnxPrecision Precision { get; init; }

    /// <summary>
    /// The most bytes of the graph's file, which is one message: with more, the weights stand beside it.
    /// </summary>
    internal long LargestFile { get; init; } = int.MaxValue;
}
