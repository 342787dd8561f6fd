using System.Buffers.Binary;
using Cloze.Inference;

namespace Cloze.Server.Answers;

/// <summary>The vector of a text, in OpenAI's shape.</summary>
/// <param name="Object">Always <c>embedding</c>.</param>
/// <param name="Index">The text's place, from 0.</param>
/// <param name="Embedding">The vector: numbers, or base64 of little-endian 32-bit floats.</param>
internal sealed record EmbeddingAnswer(string Object, int Index, object Embedding)
{
    /// <summary>The answer that tells a vector.</summary>
    public static EmbeddingAnswer Of(int index, TextEmbedding vector, bool isPacked) =>
        new("embedding", index, isPacked ? Pack(vector.Values.Span) : vector.Values);

    private static string Pack(ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return Convert.ToBase64String(bytes);
    }
}
