using System.Buffers.Binary;
using Cloze.Onnx.Messages;
using Xunit;
using DataType = Cloze.Onnx.Messages.TensorProto.Types.DataType;

namespace Cloze.Tests.Onnx;

/// <summary>Runs a graph node by node, as slowly as it may be.</summary>
internal sealed class GraphRun
{
    private readonly Dictionary<string, NumberArray> _values = [];
    private readonly GraphProto _graph;

    public GraphRun(string path)
    {
        Model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        _graph = Model.Graph;
        foreach (TensorProto tensor in _graph.Initializer)
        {
            _values.Add(tensor.Name, Read(tensor, Path.GetDirectoryName(path)!));
        }
    }

    public ModelProto Model { get; }

    /// <summary>The one output of ids, a mask and, where the graph has such an input, types, [B, S] each.</summary>
    public NumberArray Run(NumberArray ids, NumberArray mask, NumberArray types)
    {
        var values = new Dictionary<string, NumberArray>(_values);
        foreach (string input in _graph.Input.Select(input => input.Name))
        {
            values[input] = input switch { "input_ids" => ids, "attention_mask" => mask, _ => types };
        }

        foreach (NodeProto node in _graph.Node)
        {
            NumberArray[] results = GraphOperators.Run(node, [.. node.Input.Select(name => values[name])]);
            for (int i = 0; i < results.Length; i++) values.Add(node.Output[i], results[i]);
        }

        return values[Assert.Single(_graph.Output).Name];
    }

    private static NumberArray Read(TensorProto tensor, string folder)
    {
        byte[] bytes = tensor.RawData.ToByteArray();
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            string Of(string key) => tensor.ExternalData.Single(entry => entry.Key == key).Value;
            byte[] file = File.ReadAllBytes(Path.Combine(folder, Of("location")));
            int start = int.Parse(Of("offset"), null);
            bytes = file[start..(start + int.Parse(Of("length"), null))];
        }

        double[] values = tensor.DataType switch
        {
            DataType.Float => Each(bytes, 4, part => BinaryPrimitives.ReadSingleLittleEndian(part)),
            DataType.Float16 => Each(bytes, 2, part => (double)BinaryPrimitives.ReadHalfLittleEndian(part)),
            DataType.Int64 => Each(bytes, 8, part => BinaryPrimitives.ReadInt64LittleEndian(part)),
            _ => Each(bytes, 1, part => unchecked((sbyte)part[0])),
        };
        int[] shape = [.. tensor.Dims.Select(length => (int)length)];
        Assert.Equal(shape.Aggregate(1, (product, length) => product * length), values.Length);
        return new NumberArray(values, shape);
    }

    private static double[] Each(byte[] bytes, int size, Func<byte[], double> read) =>
        [.. bytes.Chunk(size).Select(read)];
}
