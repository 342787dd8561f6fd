using Cloze.Compute;
using Cloze.Files;
using Cloze.Formats;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// The weights of a model and the state of its optimizer in one safetensors file, under the parameters' names with
/// <c>weights.</c>, <c>first_moment.</c> and the like before them. Reading gives the same bits.
/// </summary>
internal static class CheckpointTensors
{
    private const int Stretch = 1 << 16;

    /// <summary>Writes the file, and gives its SHA-256.</summary>
    /// <exception cref="ClozeException">The disk is full or the place cannot be written.</exception>
    public static string Write(string path, EncoderModel model, Optimizer optimizer)
    {
        float[] buffer = [];
        var sources = new List<TensorSource>();
        foreach ((string prefix, Tensor all) in Parts(model, optimizer))
        {
            foreach (ParameterSpec parameter in model.Layout.Parameters)
            {
                sources.Add(new TensorSource(prefix + parameter.Name, parameter.Shape, (first, count) =>
                {
                    if (buffer.Length < count) buffer = new float[count];
                    Span<float> values = buffer.AsSpan(0, count);
                    model.Backend.Download(Part(all, parameter).Slice((nint)first, 1, count), values);
                    return values;
                }));
            }
        }

        return SafetensorsWriter.Write(path, sources);
    }

    /// <summary>Makes sure that a file is whole and, where that is known, has the content it was given.</summary>
    /// <exception cref="ClozeException">It is missing, damaged or another one.</exception>
    public static void RequireSound(string path, string? hash)
    {
        SafetensorsFile.Open(path).Dispose();
        if (hash is null || FileHash.Of(path) == hash) return;
        throw new ClozeException(
            $"{path} has not the content that it was written with: its checksum differs from that in the checkpoint.",
            "Put the file back, or start the run again with `force`.");
    }

    /// <exception cref="ClozeException">
    /// The file is missing or damaged, or lacks a tensor or has it in another shape.
    /// </exception>
    public static void Read(string path, EncoderModel model, Optimizer optimizer)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        float[] buffer = new float[Stretch];
        foreach ((string prefix, Tensor all) in Parts(model, optimizer))
        {
            foreach (ParameterSpec parameter in model.Layout.Parameters)
            {
                TensorEntry tensor = file.Get(prefix + parameter.Name);
                RequireShape(path, tensor, parameter);
                for (int first = 0; first < parameter.Count; first += Stretch)
                {
                    Span<float> values = buffer.AsSpan(0, (int)Math.Min(Stretch, parameter.Count - first));
                    file.ReadSingles(tensor, first, values);
                    model.Backend.Upload(values, Part(all, parameter).Slice(first, 1, values.Length));
                }
            }
        }
    }

    private static (string Prefix, Tensor All)[] Parts(EncoderModel model, Optimizer optimizer) =>
        [("weights.", model.Parameters), .. optimizer.State];

    private static Tensor Part(Tensor all, ParameterSpec parameter) =>
        all.Slice(parameter.Offset, parameter.Rows, parameter.Columns);

    private static void RequireShape(string path, TensorEntry tensor, ParameterSpec parameter)
    {
        if (tensor.Shape.SequenceEqual(parameter.Shape) && tensor.Type == ElementType.F32) return;
        throw new ClozeException(
            $"{path}: tensor \"{tensor.Name}\" is {tensor.Type} {tensor.ShapeText}, expected F32 "
            + $"{TensorEntry.FormatShape(parameter.Shape)} as config.json has it.",
            "Put the run's own config.json back, or start the run again with `force`.");
    }
}
