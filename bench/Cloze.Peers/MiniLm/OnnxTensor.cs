using System.Runtime.InteropServices;

namespace Cloze.Peers.MiniLm;

/// <summary>A constant of a graph (<c>TensorProto</c>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="IsFloat">Whether it is of float32.</param>
/// <param name="Raw">Its values, little-endian.</param>
internal sealed record OnnxTensor(string Name, IReadOnlyList<long> Shape, bool IsFloat, ReadOnlyMemory<byte> Raw)
{
    private const ulong Float = 1;

    /// <summary>Reads a constant.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of another size than its shape says.</exception>
    public static OnnxTensor Read(ReadOnlyMemory<byte> message)
    {
        string name = "";
        var shape = new List<long>();
        bool isFloat = false;
        ReadOnlyMemory<byte> raw = default;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1) shape.Add((long)reader.Number);
            else if (reader.Field == 2) isFloat = reader.Number == Float;
            else if (reader.Field == 8) name = reader.Text;
            else if (reader.Field == 9) raw = reader.Bytes;
        }

        long count = shape.Aggregate(1L, (product, dimension) => checked(product * dimension));
        if (isFloat && raw.Length != count * sizeof(float)) throw new InvalidDataException($"{name} is cut off.");
        return new OnnxTensor(name, shape, isFloat, raw);
    }

    /// <summary>Its values in row-major order.</summary>
    public float[] ToArray() => MemoryMarshal.Cast<byte, float>(Raw.Span).ToArray();

    /// <summary>The values of a matrix <c>[N, M]</c> with rows and columns exchanged, <c>[M, N]</c>.</summary>
    public float[] Transposed()
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(Raw.Span);
        int rows = (int)Shape[0], columns = (int)Shape[1];
        float[] result = new float[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return result;
    }
}
