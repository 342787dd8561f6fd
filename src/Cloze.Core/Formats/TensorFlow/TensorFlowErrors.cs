namespace Cloze.Formats;

/// <summary>The errors of a TensorFlow checkpoint that cannot be used.</summary>
internal static class TensorFlowErrors
{
    /// <summary>A file breaks the format.</summary>
    internal static ClozeException Damaged(string path, string finding) => new(
        $"{path} is not a sound TensorFlow checkpoint: {finding}",
        "The file is damaged or unfinished; copy or download it again.");

    /// <summary>The checkpoint is sound and in a form that Cloze does not read.</summary>
    internal static ClozeException Unknown(string path, string finding) => new(
        $"{path}: {finding}", "Save it again with TensorFlow's tf.train.Saver, in one piece and unpacked.");
}
