using Cloze.Formats;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Peers.MiniLm;

/// <summary>
/// Turns the package's ONNX model into a folder in the Hugging Face layout. Its constants have Hugging Face's names but
/// for the weights of matrix products, which torch's exporter numbers and transposes: such a weight is named after the
/// bias that is added to its product.
/// </summary>
internal static class MiniLmFolder
{
    /// <summary>Writes the folder.</summary>
    /// <exception cref="InvalidDataException">The model is damaged, or no BERT of the expected form.</exception>
    /// <exception cref="ClozeException">The folder cannot be written.</exception>
    public static void Write(string folder, OnnxGraph graph, byte[] vocabulary)
    {
        Directory.CreateDirectory(folder);
        TensorSource[] tensors = [.. Named(graph), .. Weights(graph)];
        SafetensorsWriter.Write(Path.Combine(folder, SafetensorsFile.FileName), tensors);
        EncoderConfigFile.Save(folder, Config(tensors), ModelOutputs.Pooler);
        string pieces = Path.Combine(folder, "vocab.txt");
        File.WriteAllBytes(pieces, vocabulary);
        Tokenizer.Create(Vocabulary.Load(pieces)).Save(folder);
    }

    private static IEnumerable<TensorSource> Named(OnnxGraph graph) =>
        from tensor in graph.Tensors.Values
        where tensor.IsFloat && tensor.Name.Contains('.', StringComparison.Ordinal)
        select Source(tensor.Name, tensor.Shape, tensor.ToArray());

    private static IEnumerable<TensorSource> Weights(OnnxGraph graph)
    {
        Dictionary<string, OnnxNode> products = graph.Nodes.Where(node => IsWeight(node, graph))
            .ToDictionary(node => node.Outputs[0]);
        foreach (OnnxNode sum in graph.Nodes.Where(node => node.Operation == "Add"))
        {
            if (sum.Inputs.FirstOrDefault(products.ContainsKey) is not { } input) continue;
            OnnxNode product = products[input];
            string bias = sum.Inputs.Single(graph.Tensors.ContainsKey);
            OnnxTensor weight = graph.Tensors[product.Inputs[1]];
            string name = Path.ChangeExtension(bias, "weight");
            yield return Source(name, [weight.Shape[1], weight.Shape[0]], weight.Transposed());
        }
    }

    private static bool IsWeight(OnnxNode node, OnnxGraph graph) =>
        node.Operation == "MatMul"
        && graph.Tensors.TryGetValue(node.Inputs[1], out OnnxTensor? weight)
        && weight.IsFloat;

    private static TensorSource Source(string name, IReadOnlyList<long> shape, float[] values) =>
        new(name, shape, (first, count) => values.AsSpan((int)first, count));

    private static EncoderConfig Config(TensorSource[] tensors)
    {
        IReadOnlyList<long> Shape(string name) =>
            tensors.FirstOrDefault(tensor => tensor.Name == name)?.Shape
            ?? throw new InvalidDataException($"The model has no {name}.");
        IReadOnlyList<long> words = Shape("embeddings.word_embeddings.weight");
        return new EncoderConfig
        {
            VocabularySize = (int)words[0],
            HiddenSize = (int)words[1],
            LayerCount = tensors.Count(
                tensor => tensor.Name.EndsWith("intermediate.dense.bias", StringComparison.Ordinal)),
            AttentionHeadCount = 12,
            InnerSize = (int)Shape("encoder.layer.0.intermediate.dense.bias")[0],
            MaximumPositions = (int)Shape("embeddings.position_embeddings.weight")[0],
        };
    }
}
