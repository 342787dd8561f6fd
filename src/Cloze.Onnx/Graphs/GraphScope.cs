using Cloze.Onnx.Messages;

namespace Cloze.Onnx;

/// <summary>The operators of ONNX that encoders are made of, at a place in a model.</summary>
/// <param name="graph">The graph.</param>
/// <param name="path">The place, as <c>/encoder/layer/0</c>.</param>
internal sealed class GraphScope(GraphBuilder graph, string path)
{
    /// <summary>The graph.</summary>
    public GraphBuilder Graph => graph;

    /// <summary>An operator without attributes.</summary>
    public Value Apply(string operation, params Value[] inputs) => Apply(operation, inputs, []);

    /// <summary>An operator.</summary>
    public Value Apply(string operation, Value[] inputs, params AttributeProto[] attributes) =>
        graph.Add(path, operation, inputs, attributes)[0];

    /// <summary>Product of the last two axes.</summary>
    public Value MatMul(Value a, Value b) => Apply("MatMul", a, b);

    /// <summary>Sum, axes of length 1 stretched.</summary>
    public Value Add(Value a, Value b) => Apply("Add", a, b);

    /// <summary>Difference, axes of length 1 stretched.</summary>
    public Value Subtract(Value a, Value b) => Apply("Sub", a, b);

    /// <summary>Product value by value, axes of length 1 stretched.</summary>
    public Value Multiply(Value a, Value b) => Apply("Mul", a, b);

    /// <summary>The axes in another order.</summary>
    public Value Transpose(Value value, params long[] order) =>
        Apply("Transpose", [value], NodeAttribute.Of("perm", order));

    /// <summary>The same values in another shape; 0 keeps the axis that stands there.</summary>
    public Value Reshape(Value value, params long[] shape) => Apply("Reshape", value, graph.Integers(shape));

    /// <summary>New axes of length 1 at these places.</summary>
    public Value Unsqueeze(Value value, params long[] axes) => Apply("Unsqueeze", value, graph.Integers(axes));

    /// <summary>The rows of a table that the numbers name.</summary>
    public Value Gather(Value table, Value rows) => Apply("Gather", [table, rows], NodeAttribute.Of("axis", 0));

    /// <summary>In the graph's floats.</summary>
    public Value ToFloat(Value value) =>
        Apply("Cast", [value], NodeAttribute.Of("to", (long)graph.Precision.FloatType()));

    /// <summary>Softmax of the last axis.</summary>
    public Value Softmax(Value value) => Apply("Softmax", [value], NodeAttribute.Of("axis", -1));

    /// <summary>The length of an axis, [1].</summary>
    public Value Length(Value value, long axis) =>
        Apply("Shape", [value], NodeAttribute.Of("start", axis), NodeAttribute.Of("end", axis + 1));

    /// <summary>The rows of a table from one to before another, [1] each.</summary>
    public Value Rows(Value table, Value start, Value end) =>
        Apply("Slice", table, start, end, graph.Integers(0));

    /// <summary>The last axis in parts of these lengths.</summary>
    public Value[] Split(Value value, params long[] lengths) => graph.Add(
        path, "Split", [value, graph.Integers(lengths)], [NodeAttribute.Of("axis", -1)], lengths.Length);

    /// <summary>A value in unsigned bytes.</summary>
    public QuantizedValue Quantize(Value value) => graph.Quantize(path, value);
}
