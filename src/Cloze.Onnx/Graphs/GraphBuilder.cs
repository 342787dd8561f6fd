using Cloze.Models;
using Cloze.Onnx.Messages;
using DataType = Cloze.Onnx.Messages.TensorProto.Types.DataType;

namespace Cloze.Onnx;

/// <summary>
/// Collects the nodes and constants of a graph, each once, in an order in which every node stands after those it needs.
/// </summary>
/// <param name="precision">In what the weights are kept and what is computed in.</param>
/// <param name="layout">The model's parameters.</param>
/// <param name="weights">Their values.</param>
internal sealed class GraphBuilder(OnnxPrecision precision, ParameterLayout layout, StoredWeights weights)
{
    private readonly GraphProto _graph = new() { Name = "cloze" };
    private readonly Dictionary<string, Initializer> _initializers = [];
    private readonly Dictionary<string, int> _names = [];
    private readonly Dictionary<Value, QuantizedValue> _quantized = [];

    /// <summary>The axis of texts and that of tokens, which a caller chooses.</summary>
    public static IReadOnlyList<string> Axes { get; } = ["batch_size", "sequence_length"];

    /// <summary>In what the weights are kept.</summary>
    public OnnxPrecision Precision => precision;

    /// <summary>Nodes, inputs and outputs; the constants stand in <see cref="Initializers"/>.</summary>
    public GraphProto Graph => _graph;

    /// <summary>The constants, in the order in which they were first used.</summary>
    public IReadOnlyCollection<Initializer> Initializers => _initializers.Values;

    /// <summary>A place in the model, whose name the nodes made there begin with.</summary>
    public GraphScope At(string path) => new(this, path);

    /// <summary>An input of whole numbers, [batch, length].</summary>
    public Value Input(string name)
    {
        _graph.Input.Add(Describe(name, DataType.Int64));
        return new Value(name);
    }

    /// <summary>Gives a value of the graph's floats the name of an output [batch, length, size], in 32 bits.</summary>
    public void Output(string name, Value value, int size)
    {
        ValueInfoProto output = Describe(name, DataType.Float);
        output.Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        _graph.Output.Add(output);
        var node = new NodeProto { Name = name, OpType = "Identity", Input = { value.Name }, Output = { name } };
        if (precision.FloatType() != DataType.Float)
        {
            node.OpType = "Cast";
            node.Attribute.Add(NodeAttribute.Of("to", (long)DataType.Float));
        }

        _graph.Node.Add(node);
    }

    /// <summary>A parameter in the graph's floats.</summary>
    /// <exception cref="KeyNotFoundException">The model has none of this name.</exception>
    public Value Parameter(string name) => Use(weights.Floats(layout[name], precision.FloatType()));

    /// <summary>The bytes and scales of a matrix, [N, K] and [N].</summary>
    /// <exception cref="KeyNotFoundException">The model has none of this name.</exception>
    public (Value Bytes, Value Scales) Bytes(string name) =>
        (Use(weights.Bytes(layout[name])), Use(weights.Scales(layout[name])));

    /// <summary>A list of whole numbers.</summary>
    public Value Integers(params long[] values) => Use(new Initializer(
        $"integers_{string.Join('_', values)}",
        DataType.Int64,
        [values.Length],
        stream => LittleEndian.Write(stream, values)));

    /// <summary>A whole number, without an axis.</summary>
    public Value Integer(long value) => Use(new Initializer(
        FormattableString.Invariant($"integer_{value}"),
        DataType.Int64,
        [],
        stream => LittleEndian.Write(stream, [value])));

    /// <summary>A table that is no parameter, in the graph's floats.</summary>
    public Value Table(string name, IReadOnlyList<long> shape, Func<float[]> values) =>
        Use(new Initializer(name, precision.FloatType(), shape, stream => WriteFloats(stream, values())));

    /// <summary>A number in the graph's floats.</summary>
    public Value Number(float value) => Use(new Initializer(
        FormattableString.Invariant($"number_{value}"),
        precision.FloatType(),
        [],
        stream => WriteFloats(stream, [value])));

    /// <summary>
    /// Adds a node with so many outputs, named after its place and operation, with a number where that is taken.
    /// </summary>
    public Value[] Add(
        string path, string operation, Value[] inputs, IEnumerable<AttributeProto> attributes, int outputs = 1)
    {
        string stem = $"{path}/{operation}";
        int taken = _names.GetValueOrDefault(stem);
        _names[stem] = taken + 1;
        string name = taken == 0 ? stem : FormattableString.Invariant($"{stem}_{taken}");
        string[] results = [.. Enumerable.Range(0, outputs).Select(index => $"{name}_output_{index}")];
        _graph.Node.Add(new NodeProto
        {
            Name = name,
            OpType = operation,
            Input = { inputs.Select(input => input.Name) },
            Output = { results },
            Attribute = { attributes },
        });
        return [.. results.Select(result => new Value(result))];
    }

    /// <summary>A value in unsigned bytes, by one scale for all of it; made once, whoever asks.</summary>
    public QuantizedValue Quantize(string path, Value value)
    {
        if (_quantized.TryGetValue(value, out QuantizedValue known)) return known;
        Value[] parts = Add(path, "DynamicQuantizeLinear", [value], [], outputs: 3);
        return _quantized[value] = new QuantizedValue(parts[0], parts[1], parts[2]);
    }

    private void WriteFloats(Stream stream, ReadOnlySpan<float> values)
    {
        if (precision.FloatType() == DataType.Float16) LittleEndian.WriteHalves(stream, values);
        else LittleEndian.Write(stream, values);
    }

    private Value Use(Initializer initializer)
    {
        _initializers.TryAdd(initializer.Name, initializer);
        return new Value(initializer.Name);
    }

    private static ValueInfoProto Describe(string name, DataType type)
    {
        var shape = new TensorShapeProto();
        foreach (string axis in Axes) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = axis });
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } },
        };
    }
}
