using System.Buffers.Binary;

namespace Cloze.Onnx;

/// <summary>Numbers as bytes, the lowest first, whatever the machine.</summary>
internal static class LittleEndian
{
    /// <summary>Writes floats of 32 bits.</summary>
    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        stream.Write(bytes);
    }

    /// <summary>Writes floats as the nearest of 16 bits.</summary>
    public static void WriteHalves(Stream stream, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(ushort)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * sizeof(ushort)), (Half)values[i]);
        }

        stream.Write(bytes);
    }

    /// <summary>Writes whole numbers of 64 bits.</summary>
    public static void Write(Stream stream, ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        stream.Write(bytes);
    }
}
