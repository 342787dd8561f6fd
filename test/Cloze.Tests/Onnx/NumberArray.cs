namespace Cloze.Tests.Onnx;

/// <summary>Numbers of any type, all held in double precision, with as many axes as they have.</summary>
internal sealed record NumberArray(double[] Values, int[] Shape)
{
    public static NumberArray Of(int[] shape, params double[] values) => new(values, shape);

    /// <summary>A value at a place, where an axis of length 1 stands for one of any length.</summary>
    public double At(int[] place)
    {
        int index = 0, skipped = place.Length - Shape.Length;
        for (int axis = 0; axis < Shape.Length; axis++)
        {
            index = (index * Shape[axis]) + (Shape[axis] == 1 ? 0 : place[axis + skipped]);
        }

        return Values[index];
    }

    /// <summary>Every value by a function of its place.</summary>
    public static NumberArray Make(int[] shape, Func<int[], double> value)
    {
        double[] values = new double[shape.Aggregate(1, (product, length) => product * length)];
        int[] place = new int[shape.Length];
        for (int index = 0; index < values.Length; index++)
        {
            int rest = index;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                place[axis] = rest % shape[axis];
                rest /= shape[axis];
            }

            values[index] = value(place);
        }

        return new NumberArray(values, shape);
    }

    /// <summary>Every value by a function of the value.</summary>
    public NumberArray Each(Func<double, double> value) => new([.. Values.Select(value)], Shape);

    /// <summary>Two arrays value by value, axes of length 1 stretched.</summary>
    public NumberArray With(NumberArray other, Func<double, double, double> value)
    {
        int axes = Math.Max(Shape.Length, other.Shape.Length);
        int Length(NumberArray array, int axis) =>
            axis < axes - array.Shape.Length ? 1 : array.Shape[axis - axes + array.Shape.Length];
        int[] shape = [.. Enumerable.Range(0, axes).Select(axis => Math.Max(Length(this, axis), Length(other, axis)))];
        return Make(shape, place => value(At(place), other.At(place)));
    }

    /// <summary>The rows of the last axis, each through a function.</summary>
    public NumberArray Rows(Func<double[], IEnumerable<double>> row) =>
        new([.. Values.Chunk(Shape[^1]).SelectMany(row)], Shape);
}
