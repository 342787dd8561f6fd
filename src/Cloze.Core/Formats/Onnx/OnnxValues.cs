using System.Buffers;

namespace Cloze.Formats;

/// <summary>Reads the values of constants as floats.</summary>
internal static class OnnxValues
{
    private const int Chunk = 1 << 16;

    /// <summary>Reads a stretch of a constant of floats.</summary>
    /// <exception cref="ClozeException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The stretch leaves the constant.</exception>
    public static void Read(OnnxModel model, OnnxTensor tensor, long first, Span<float> destination)
    {
        int size = OnnxTensor.SizeOf(tensor.Element);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk * size);
        try
        {
            for (int done = 0; done < destination.Length; done += Chunk)
            {
                Span<float> chunk = destination[done..Math.Min(done + Chunk, destination.Length)];
                Span<byte> bytes = buffer.AsSpan(0, chunk.Length * size);
                model.Read(tensor, (first + done) * size, bytes);
                Widen(tensor.Element, bytes, chunk);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a weight, turned as the model has it and out of its bytes.</summary>
    /// <exception cref="ClozeException">
    /// The file cannot be read, or the weight is larger than an array may be.
    /// </exception>
    public static float[] ReadWhole(OnnxModel model, OnnxWeight weight)
    {
        if (weight.Values.Count > Array.MaxLength)
        {
            throw OnnxErrors.NotUnderstood(
                model.Path, $"the constant {weight.Values.Name} {weight.Values.ShapeText} is too large.");
        }

        float[] values = new float[weight.Values.Count];
        Read(model, weight.Values, 0, values);
        if (weight.IsTransposed) values = Turned(values, (int)weight.Values.Shape[1]);
        if (weight.Scales is not null) Scale(model, weight, values);
        return values;
    }

    private static float[] Turned(float[] values, int columns)
    {
        float[] turned = new float[values.Length];
        int rows = columns == 0 ? 0 : values.Length / columns;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                turned[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return turned;
    }

    // value = scale · (byte - zero point), the scale that of the row
    private static void Scale(OnnxModel model, OnnxWeight weight, Span<float> values)
    {
        float[] scales = All(model, weight.Scales!);
        float[] points = weight.ZeroPoints is { } given ? All(model, given) : [0];
        int rowSize = values.Length / Math.Max(Math.Max(scales.Length, points.Length), 1);
        for (int i = 0; i < values.Length; i++)
        {
            int row = i / rowSize;
            values[i] = scales[scales.Length == 1 ? 0 : row] * (values[i] - points[points.Length == 1 ? 0 : row]);
        }
    }

    private static float[] All(OnnxModel model, OnnxTensor tensor)
    {
        if (tensor.Numbers.Count > 0) return [.. tensor.Numbers.Select(number => (float)number)];
        float[] values = new float[tensor.Count];
        Read(model, tensor, 0, values);
        return values;
    }

    private static void Widen(OnnxElement element, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (element)
        {
            case OnnxElement.UInt8:
                for (int i = 0; i < destination.Length; i++) destination[i] = source[i];
                break;
            case OnnxElement.Int8:
                for (int i = 0; i < destination.Length; i++) destination[i] = unchecked((sbyte)source[i]);
                break;
            case OnnxElement.Float16: ElementType.F16.Widen(source, destination); break;
            case OnnxElement.BFloat16: ElementType.BF16.Widen(source, destination); break;
            case OnnxElement.Double: ElementType.F64.Widen(source, destination); break;
            default: ElementType.F32.Widen(source, destination); break;
        }
    }
}
