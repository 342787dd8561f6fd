using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cloze.Inference;

namespace Cloze.Benchmarks.EndToEnd.Serving;

/// <summary>The requests of a load: texts of one mask, some to a request, with what must come back.</summary>
internal sealed class ServedTexts
{
    private const string Mask = "[MASK]";

    private static readonly JsonSerializerOptions s_plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Makes the requests.</summary>
    /// <param name="model">The model that is served.</param>
    /// <param name="lengths">The pieces of each text.</param>
    /// <param name="texts">Texts of each request.</param>
    public ServedTexts(MaskedLanguageModel model, int[] lengths, int texts)
    {
        All =
        [
            .. SampleModel.Texts(model.Tokenizer.Vocabulary, lengths).Select(OneMask),
        ];
        Tokens =
        [
            .. All.Chunk(texts).Select(chunk => chunk.Sum(text => model.Encode(text, null, out _).InputIds.Length)),
        ];
        Bodies = [.. All.Chunk(texts).Select(chunk => Encoding.UTF8.GetBytes(
            $"{{\"inputs\":{JsonSerializer.Serialize(chunk, s_plain)}}}"))];
        Best = [.. model.FillMany(All).Select(result => result.Masks[0][0].Token).Chunk(texts)];
    }

    /// <summary>Every text, those of the first request first.</summary>
    public string[] All { get; }

    /// <summary>The tokens of each request.</summary>
    public int[] Tokens { get; }

    /// <summary>The body of each request.</summary>
    public byte[][] Bodies { get; }

    /// <summary>For each request the likeliest word of each of its texts.</summary>
    public string[][] Best { get; }

    /// <summary>Whether an answer is that of a request.</summary>
    public bool IsAnswer(int request, ReadOnlyMemory<byte> body)
    {
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.EnumerateArray().Select(text => text[0].GetProperty("token_str").GetString())
            .SequenceEqual(Best[request]);
    }

    // With all masks of a text, its answer would hold the text a hundred times.
    private static string OneMask(string text)
    {
        int second = text.IndexOf(Mask, StringComparison.Ordinal) + Mask.Length;
        return text[..second] + text[second..].Replace(Mask, "the", StringComparison.Ordinal);
    }
}
