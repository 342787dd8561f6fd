using System.Buffers.Binary;
using Cloze.Onnx.Messages;
using Google.Protobuf;
using DataType = Cloze.Onnx.Messages.TensorProto.Types.DataType;

namespace Cloze.Fuzz;

/// <summary>Small graphs as exporters write them: matrices turned round and numbered, or in bytes.</summary>
internal static class OnnxSample
{
    /// <summary>A node.</summary>
    public static NodeProto Node(string name, string operation, string[] inputs, string output) =>
        new() { Name = name, OpType = operation, Input = { inputs }, Output = { output } };

    /// <summary>A constant of floats.</summary>
    public static TensorProto Floats(string name, long[] shape, params float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return Raw(name, DataType.Float, shape, bytes);
    }

    /// <summary>A constant of any type.</summary>
    public static TensorProto Raw(string name, DataType type, long[] shape, params byte[] bytes) =>
        new() { Name = name, DataType = type, Dims = { shape }, RawData = ByteString.CopyFrom(bytes) };

    /// <summary>
    /// A linear layer whose matrix torch numbered; the node's name tells the module, or the bias does.
    /// </summary>
    public static ModelProto Numbered(string nodeName) => Model(
        [
            Node(nodeName, "MatMul", ["x", "onnx::MatMul_7"], "y"),
            Node("", "Add", ["dense.bias", "y"], "z"),
        ],
        Floats("onnx::MatMul_7", [2, 3], 1, 2, 3, 4, 5, 6),
        Floats("dense.bias", [3], 7, 8, 9));

    /// <summary>The same in bytes, with a scale and a zero point for each output.</summary>
    public static ModelProto Quantized() => Model(
        [
            Node("/dense/MatMul_quant", "MatMulInteger", ["x", "onnx::MatMul_7_quantized"], "sums"),
            Node("", "Cast", ["sums"], "floats"),
            Node("", "Mul", ["floats", "factor"], "y"),
            Node("", "Add", ["dense.bias", "y"], "z"),
        ],
        Raw("onnx::MatMul_7_quantized", DataType.Int8, [2, 3], 1, 2, 3, 0xFF, 0xFE, 0xFD),
        Floats("onnx::MatMul_7_scale", [3], 0.5f, 1, 2),
        Raw("onnx::MatMul_7_zero_point", DataType.Int8, [3], 0, 1, 0),
        Floats("dense.bias", [3], 7, 8, 9));

    /// <summary>A model of nodes and constants.</summary>
    public static ModelProto Model(NodeProto[] nodes, params TensorProto[] constants) => new()
    {
        IrVersion = 8,
        Graph = new GraphProto { Node = { nodes }, Initializer = { constants } },
        OpsetImport = { new OperatorSetIdProto { Version = 17 } },
    };
}
