using Cloze.Onnx.Messages;
using Cloze.Tests.Reference;

namespace Cloze.Tests.Onnx;

/// <summary>
/// The operators of ONNX that graphs of encoders have, in double precision, by the words of the specification and for
/// clearness alone.
/// </summary>
internal static class GraphOperators
{
    public static NumberArray[] Run(NodeProto node, NumberArray[] inputs) => node.OpType switch
    {
        "DynamicQuantizeLinear" => DynamicQuantizeLinear(inputs[0]),
        "Split" => Split(inputs[0], inputs[1]),
        _ => [Single(node, inputs)],
    };

    private static NumberArray Single(NodeProto node, NumberArray[] x) => node.OpType switch
    {
        "Add" => x[0].With(x[1], (a, b) => a + b),
        "Sub" => x[0].With(x[1], (a, b) => a - b),
        "Mul" => x[0].With(x[1], (a, b) => a * b),
        "Div" => x[0].With(x[1], (a, b) => a / b),
        "Erf" => x[0].Each(ReferenceMath.Erf),
        "Tanh" => x[0].Each(Math.Tanh),
        "Abs" => x[0].Each(Math.Abs),
        "Concat" => Concat(x[0], x[1]),
        "Greater" => x[0].With(x[1], (a, b) => a > b ? 1 : 0),
        "Range" => Range(x),
        "Squeeze" => x[0] with { Shape = x[0].Shape[1..] },
        "Relu" => x[0].Each(value => Math.Max(value, 0)),
        "Cast" or "Identity" => x[0],
        "Gather" => Gather(x[0], x[1]),
        "LayerNormalization" => LayerNormalization(x, Attribute(node, "epsilon").F),
        "MatMul" => MatMul(x[0], x[1]),
        "MatMulInteger" => MatMul(x[0].With(x[2], (a, zero) => a - zero), x[1]),
        "Reshape" => Reshape(x[0], x[1]),
        "Shape" => Shape(x[0], (int)Attribute(node, "start").I, (int)Attribute(node, "end").I),
        "Slice" => Slice(x),
        "Softmax" => x[0].Rows(Softmax),
        "Transpose" => Transpose(x[0], [.. Attribute(node, "perm").Ints.Select(axis => (int)axis)]),
        "Unsqueeze" => Unsqueeze(x[0], x[1]),
        _ => throw new NotSupportedException(node.OpType),
    };

    private static AttributeProto Attribute(NodeProto node, string name) =>
        node.Attribute.Single(attribute => attribute.Name == name);

    // Along the last axis, of two.
    private static NumberArray Concat(NumberArray a, NumberArray b)
    {
        int left = a.Shape[^1], right = b.Shape[^1];
        IEnumerable<double> rows = a.Values.Chunk(left).Zip(b.Values.Chunk(right)).SelectMany(
            pair => pair.First.Concat(pair.Second));
        return new NumberArray([.. rows], [.. a.Shape[..^1], left + right]);
    }

    private static NumberArray Range(NumberArray[] x)
    {
        int count = (int)x[1].Values[0];
        return new NumberArray([.. Enumerable.Range(0, count).Select(place => (double)place)], [count]);
    }

    // Along the last axis.
    private static NumberArray[] Split(NumberArray value, NumberArray lengths)
    {
        var parts = new List<NumberArray>();
        int start = 0;
        foreach (int length in lengths.Values.Select(length => (int)length))
        {
            int first = start;
            double[][] rows = [.. value.Values.Chunk(value.Shape[^1]).Select(row => row[first..(first + length)])];
            parts.Add(new NumberArray([.. rows.SelectMany(row => row)], [.. value.Shape[..^1], length]));
            start += length;
        }

        return [.. parts];
    }

    private static NumberArray Gather(NumberArray table, NumberArray rows)
    {
        int size = table.Values.Length / table.Shape[0];
        return new NumberArray(
            [.. rows.Values.SelectMany(row => table.Values.Skip((int)row * size).Take(size))],
            [.. rows.Shape, .. table.Shape.Skip(1)]);
    }

    private static NumberArray LayerNormalization(NumberArray[] x, double epsilon) => x[0].Rows(row =>
    {
        double mean = row.Average(), variance = row.Average(value => (value - mean) * (value - mean));
        double bias(int i) => x.Length > 2 ? x[2].Values[i] : 0;
        return row.Select((value, i) => (x[1].Values[i] * (value - mean) / Math.Sqrt(variance + epsilon)) + bias(i));
    });

    private static NumberArray MatMul(NumberArray a, NumberArray b)
    {
        int depth = a.Shape[^1];
        int[] stack = a.Shape.Length >= b.Shape.Length ? a.Shape[..^2] : b.Shape[..^2];
        return NumberArray.Make([.. stack, a.Shape[^2], b.Shape[^1]], place =>
        {
            int[] left = [.. place], right = [.. place];
            double sum = 0;
            for (int k = 0; k < depth; k++)
            {
                (left[^1], right[^2]) = (k, k);
                sum += a.At(left) * b.At(right);
            }

            return sum;
        });
    }

    private static NumberArray Reshape(NumberArray value, NumberArray shape) =>
        value with { Shape = [.. shape.Values.Select((length, i) => length == 0 ? value.Shape[i] : (int)length)] };

    private static NumberArray Shape(NumberArray value, int start, int end) =>
        new([.. value.Shape[start..end].Select(length => (double)length)], [end - start]);

    // The first axis alone.
    private static NumberArray Slice(NumberArray[] x)
    {
        int size = x[0].Values.Length / x[0].Shape[0], start = (int)x[1].Values[0], end = (int)x[2].Values[0];
        return new NumberArray(x[0].Values[(start * size)..(end * size)], [end - start, .. x[0].Shape.Skip(1)]);
    }

    private static IEnumerable<double> Softmax(double[] row)
    {
        double largest = row.Max(), sum = row.Sum(value => Math.Exp(value - largest));
        return row.Select(value => Math.Exp(value - largest) / sum);
    }

    private static NumberArray Transpose(NumberArray value, int[] order) =>
        NumberArray.Make([.. order.Select(axis => value.Shape[axis])], place =>
        {
            int[] from = new int[order.Length];
            for (int axis = 0; axis < order.Length; axis++) from[order[axis]] = place[axis];
            return value.At(from);
        });

    private static NumberArray Unsqueeze(NumberArray value, NumberArray axes)
    {
        int count = value.Shape.Length + axes.Values.Length;
        List<int> shape = [.. value.Shape];
        foreach (double axis in axes.Values) shape.Insert((int)axis + (axis < 0 ? count : 0), 1);
        return value with { Shape = [.. shape] };
    }

    private static NumberArray[] DynamicQuantizeLinear(NumberArray x)
    {
        double least = Math.Min(x.Values.Min(), 0), largest = Math.Max(x.Values.Max(), 0);
        double scale = (largest - least) / 255;
        double zero = Math.Clamp(Math.Round(-least / scale, MidpointRounding.ToEven), 0, 255);
        NumberArray bytes = x.Each(
            value => Math.Clamp(Math.Round(value / scale, MidpointRounding.ToEven) + zero, 0, 255));
        return [bytes, NumberArray.Of([], scale), NumberArray.Of([], zero)];
    }
}
