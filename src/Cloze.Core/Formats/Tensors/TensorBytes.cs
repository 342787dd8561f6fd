using System.Runtime.InteropServices;

namespace Cloze.Formats;

/// <summary>Writes the elements of a tensor in the type that its file has them in.</summary>
internal static class TensorBytes
{
    private const int ChunkElements = 1 << 16;

    /// <summary>Writes all elements of a tensor, little-endian.</summary>
    /// <exception cref="ClozeException">A value is too large for the type.</exception>
    /// <exception cref="ArgumentException">The tensor gives another number of values than its shape says.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static void Write(TensorSource tensor, Stream stream)
    {
        long total = tensor.ElementCount;
        bool areBytes = tensor.Type == ElementType.F32 && BitConverter.IsLittleEndian;
        int elementBytes = tensor.Type.Bits() / 8;
        byte[] buffer = areBytes ? [] : new byte[Math.Min(total, ChunkElements) * elementBytes];
        for (long first = 0; first < total; first += ChunkElements)
        {
            int count = (int)Math.Min(ChunkElements, total - first);
            ReadOnlySpan<float> values = Values(tensor, first, count);
            if (areBytes)
            {
                stream.Write(MemoryMarshal.AsBytes(values));
                continue;
            }

            Span<byte> bytes = buffer.AsSpan(0, count * elementBytes);
            int tooLarge = tensor.Type.Narrow(values, bytes);
            if (tooLarge >= 0) throw TooLarge(tensor, first + tooLarge, values[tooLarge]);
            stream.Write(bytes);
        }
    }

    private static ReadOnlySpan<float> Values(TensorSource tensor, long first, int count)
    {
        ReadOnlySpan<float> values = tensor.Values(first, count);
        if (values.Length == count) return values;
        throw new ArgumentException(
            $"Tensor \"{tensor.Name}\" gave {values.Length} values, not {count}.", nameof(tensor));
    }

    private static ClozeException TooLarge(TensorSource tensor, long place, float value) => new(
        FormattableString.Invariant(
            $"Value {place} of tensor \"{tensor.Name}\" is {value}, expected at most 65504 in float16."),
        "Use bfloat16, which has float32's range.");
}
