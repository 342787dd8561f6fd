using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cloze.Files;

namespace Cloze.Formats;

/// <summary>
/// Writes tensors of floats as a safetensors file: the same tensors give the same bytes, those of the official library.
/// </summary>
internal static class SafetensorsWriter
{
    private const string Metadata = "__metadata__";

    /// <summary>
    /// Writes a file, tensor by tensor in the ordinal order of their names, and renames it into place when it is whole.
    /// </summary>
    /// <param name="path">The file; what stood there is replaced only when all went well.</param>
    /// <param name="tensors">What to write; every tensor's values are asked for once, in stretches.</param>
    /// <returns>SHA-256 of the file, 64 hexadecimal digits.</returns>
    /// <exception cref="ClozeException">
    /// The disk is full or the place cannot be written; a value is too large for its type.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A name comes twice or is <c>__metadata__</c>, or a tensor gives another number of values than its shape says.
    /// </exception>
    public static string Write(string path, IEnumerable<TensorSource> tensors)
    {
        TensorSource[] ordered = TensorSource.Order(tensors);
        if (ordered.Any(tensor => tensor.Name == Metadata))
        {
            throw new ArgumentException($"\"{Metadata}\" is reserved or comes twice.", nameof(tensors));
        }

        byte[] header = Header(ordered);
        return AtomicFile.WriteHashed(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (TensorSource tensor in ordered) TensorBytes.Write(tensor, stream);
        });
    }

    /// <summary>The JSON header, filled up with spaces so that the data begins at a multiple of 8.</summary>
    private static byte[] Header(TensorSource[] tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteStartObject(Metadata);
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long offset = 0;
            foreach (TensorSource tensor in tensors)
            {
                long end = checked(offset + tensor.ByteLength);
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
        json.WriteString("dtype", tensor.Type.ToString());
        json.WriteStartArray("shape");
        foreach (long dimension in tensor.Shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
