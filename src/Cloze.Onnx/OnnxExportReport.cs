namespace Cloze.Onnx;

/// <summary>What was exported.</summary>
/// <param name="Path">The graph's file.</param>
/// <param name="Bytes">Its length, with that of a file of weights beside it.</param>
/// <param name="Precision">In what weights are kept and the graph computes.</param>
/// <param name="Nodes">How many operations it has.</param>
/// <param name="Inputs">The names of its inputs, whole numbers [batch, length] each.</param>
/// <param name="Output">The name of its output, floats [batch, length, vocabulary].</param>
/// <param name="Files">Every file that was written, by its path.</param>
public sealed record OnnxExportReport(
    string Path,
    long Bytes,
    OnnxPrecision Precision,
    int Nodes,
    IReadOnlyList<string> Inputs,
    string Output,
    IReadOnlyList<string> Files)
{
    /// <summary>The version of the operators that the graph is written in.</summary>
    public int Opset { get; } = OnnxExport.Opset;

    /// <summary>The word that npm <c>@huggingface/transformers</c> has for the precision, its <c>dtype</c>.</summary>
    public string Dtype => Precision.Word();
}
