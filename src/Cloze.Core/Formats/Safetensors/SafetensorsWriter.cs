using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cloze.Files;

namespace Cloze.Formats;

/// <summary>
/// Writes float32 tensors as a safetensors file: the same tensors give the same bytes, those of the official library.
/// </summary>
internal static class SafetensorsWriter
{
    private const int ChunkElements = 1 << 16;

    /// <summary>
    /// Writes a file, tensor by tensor in the ordinal order of their names, and renames it into place when it is whole.
    /// </summary>
    /// <param name="path">The file; what stood there is replaced only when all went well.</param>
    /// <param name="tensors">What to write; every tensor's values are asked for once, in stretches.</param>
    /// <returns>SHA-256 of the file, 64 hexadecimal digits.</returns>
    /// <exception cref="ClozeException">The disk is full or the place cannot be written.</exception>
    /// <exception cref="ArgumentException">
    /// A name comes twice or is <c>__metadata__</c>, or a tensor gives another number of values than its shape says.
    /// </exception>
    public static string Write(string path, IEnumerable<TensorSource> tensors)
    {
        TensorSource[] ordered = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        RequireNames(ordered);
        byte[] header = Header(ordered);
        return AtomicFile.WriteHashed(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (TensorSource tensor in ordered) WriteValues(tensor, stream);
        });
    }

    private static void RequireNames(TensorSource[] ordered)
    {
        for (int i = 0; i < ordered.Length; i++)
        {
            string name = ordered[i].Name;
            if (name == "__metadata__" || (i > 0 && ordered[i - 1].Name == name))
            {
                throw new ArgumentException($"\"{name}\" is reserved or comes twice.", nameof(ordered));
            }
        }
    }

    /// <summary>The JSON header, filled up with spaces so that the data begins at a multiple of 8.</summary>
    private static byte[] Header(TensorSource[] tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long offset = 0;
            foreach (TensorSource tensor in tensors)
            {
                long end = checked(offset + (tensor.ElementCount * sizeof(float)));
                WriteEntry(json, tensor, offset, end);
                offset = end;
            }

            json.WriteEndObject();
        }

        byte[] header = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorSource tensor, long begin, long end)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        foreach (long dimension in tensor.Shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValues(TensorSource tensor, Stream stream)
    {
        int[] swapped = BitConverter.IsLittleEndian ? [] : new int[ChunkElements];
        long total = tensor.ElementCount;
        for (long first = 0; first < total; first += ChunkElements)
        {
            int count = (int)Math.Min(ChunkElements, total - first);
            ReadOnlySpan<int> chunk = MemoryMarshal.Cast<float, int>(Values(tensor, first, count));
            if (!BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(chunk, swapped);
                chunk = swapped.AsSpan(0, count);
            }

            stream.Write(MemoryMarshal.AsBytes(chunk));
        }
    }

    private static ReadOnlySpan<float> Values(TensorSource tensor, long first, int count)
    {
        ReadOnlySpan<float> values = tensor.Values(first, count);
        if (values.Length == count) return values;
        throw new ArgumentException(
            $"Tensor \"{tensor.Name}\" gave {values.Length} values, not {count}.", nameof(tensor));
    }
}
