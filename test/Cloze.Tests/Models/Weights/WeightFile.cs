using Cloze.Formats;
using Cloze.Models;

namespace Cloze.Tests.Models;

/// <summary>Writes the weights of a folder anew, with other names or more rows.</summary>
internal static class WeightFile
{
    /// <summary>Renames the tensors; those whose new name is null are left out.</summary>
    public static void Rename(string folder, Func<string, string?> rename) =>
        Rewrite(folder, tensors => tensors.Where(tensor => rename(tensor.Name) is not null)
            .Select(tensor => tensor with { Name = rename(tensor.Name)! }));

    /// <summary>
    /// Gives the model so many rows more, likelier than any word by their biases, or takes some away, and says so in
    /// its configuration.
    /// </summary>
    public static void AddRows(string folder, int rows)
    {
        EncoderConfig config = EncoderConfigFile.Load(folder);
        Rewrite(folder, tensors => tensors.Select(tensor => tensor.Name switch
        {
            "bert.embeddings.word_embeddings.weight" => tensor with
            {
                Shape = [tensor.Shape[0] + rows, tensor.Shape[1]],
                Values = Resize(tensor.Values, rows * config.HiddenSize, 0.5f),
            },
            "cls.predictions.bias" => tensor with
            {
                Shape = [tensor.Shape[0] + rows],
                Values = Resize(tensor.Values, rows, 9),
            },
            _ => tensor,
        }));
        EncoderConfigFile.Save(
            folder,
            config with { VocabularySize = config.VocabularySize + rows },
            ModelOutputs.MaskedLanguageModel);
    }

    /// <summary>Adds a tensor of one value throughout.</summary>
    public static void AddTensor(string folder, string name, long[] shape, float value)
    {
        float[] values = new float[shape.Aggregate(1L, (product, dimension) => product * dimension)];
        Array.Fill(values, value);
        AddTensor(folder, name, shape, values);
    }

    /// <summary>Adds a tensor.</summary>
    public static void AddTensor(string folder, string name, long[] shape, float[] values) =>
        Rewrite(folder, tensors => tensors.Append(new Stored(name, shape, values)));

    private static void Rewrite(string folder, Func<IEnumerable<Stored>, IEnumerable<Stored>> change)
    {
        string path = Path.Combine(folder, SafetensorsFile.FileName);
        Stored[] read;
        using (var file = SafetensorsFile.Open(path))
        {
            read = [.. file.Tensors.Select(tensor => Read(file, tensor))];
        }

        SafetensorsWriter.Write(path, change(read).Select(tensor => new TensorSource(
            tensor.Name, tensor.Shape, (first, count) => tensor.Values.AsSpan((int)first, count))));
    }

    private static float[] Resize(float[] values, int more, float value) =>
        more < 0 ? values[..^-more] : [.. values, .. Enumerable.Repeat(value, more)];

    private static Stored Read(SafetensorsFile file, TensorEntry tensor)
    {
        float[] values = new float[tensor.ElementCount];
        file.ReadSingles(tensor, values);
        return new Stored(tensor.Name, [.. tensor.Shape], values);
    }

    private sealed record Stored(string Name, long[] Shape, float[] Values);
}
