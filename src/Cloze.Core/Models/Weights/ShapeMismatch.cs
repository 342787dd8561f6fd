using Cloze.Formats;

namespace Cloze.Models;

/// <summary>A tensor whose shape in the file is not the one that <c>config.json</c> asks for.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="FileShape">Its dimensions in the file.</param>
/// <param name="ModelShape">Its dimensions in the model.</param>
public sealed record ShapeMismatch(string Name, IReadOnlyList<long> FileShape, IReadOnlyList<long> ModelShape)
{
    /// <summary>Name and both shapes, as one line.</summary>
    public override string ToString() =>
        $"\"{Name}\" has shape {TensorEntry.FormatShape(FileShape)} in the file, " +
        $"expected {TensorEntry.FormatShape(ModelShape)} by {EncoderConfigFile.FileName}";
}
