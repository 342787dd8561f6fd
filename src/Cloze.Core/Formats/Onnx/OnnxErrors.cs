namespace Cloze.Formats;

/// <summary>The errors of an ONNX model that cannot be used.</summary>
internal static class OnnxErrors
{
    /// <summary>The file breaks the format.</summary>
    internal static ClozeException Damaged(string path, string finding) => new(
        $"{path} is not a sound ONNX model: {finding}",
        "The file is damaged or unfinished; copy, download or export it again.");

    /// <summary>The file keeps to the format, and its weights are in a form that is not understood.</summary>
    internal static ClozeException NotUnderstood(string path, string finding) => new(
        $"{path}: {finding}",
        "Open the folder that the model was exported from, or export it again without optimising the graph.");
}
