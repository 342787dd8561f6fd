using Cloze.Cli.Hosting;
using Cloze.Data;
using Cloze.Inference;

namespace Cloze.Cli.Rendering;

/// <summary>The vector of a text as <c>--json</c> prints it.</summary>
internal sealed record EmbeddingJson(ReadOnlyMemory<float> Embedding, int TokenCount) : LineJson
{
    public static string ToLine(TextEmbedding vector, TextRecord? of = null) =>
        Json.Line(new EmbeddingJson(vector.Values, vector.TokenCount) { Line = LineOf(of), Id = of?.Id });
}
