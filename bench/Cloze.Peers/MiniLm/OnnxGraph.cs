namespace Cloze.Peers.MiniLm;

/// <summary>What is needed of an ONNX model: its constants and how its nodes hang together (onnx.proto).</summary>
/// <param name="Tensors">The constants by name.</param>
/// <param name="Nodes">The nodes, each after those it needs.</param>
internal sealed record OnnxGraph(IReadOnlyDictionary<string, OnnxTensor> Tensors, IReadOnlyList<OnnxNode> Nodes)
{
    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The model is damaged, or has no graph.</exception>
    public static OnnxGraph Read(ReadOnlyMemory<byte> model)
    {
        var reader = new ProtobufReader(model);
        while (reader.Read())
        {
            if (reader.Field == 7) return ReadGraph(reader.Bytes);
        }

        throw new InvalidDataException("The model has no graph.");
    }

    private static OnnxGraph ReadGraph(ReadOnlyMemory<byte> graph)
    {
        var tensors = new Dictionary<string, OnnxTensor>();
        var nodes = new List<OnnxNode>();
        var reader = new ProtobufReader(graph);
        while (reader.Read())
        {
            if (reader.Field == 1) nodes.Add(OnnxNode.Read(reader.Bytes));
            if (reader.Field != 5) continue;
            var tensor = OnnxTensor.Read(reader.Bytes);
            tensors.Add(tensor.Name, tensor);
        }

        return new OnnxGraph(tensors, nodes);
    }
}
