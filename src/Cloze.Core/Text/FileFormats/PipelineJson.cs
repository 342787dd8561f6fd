namespace Cloze.Text;

/// <summary>
/// The normaliser and the pre-tokeniser of <c>tokenizer.json</c>: BERT's, or put together of parts that are here. A
/// part that is not is refused by its place and name.
/// </summary>
internal static class PipelineJson
{
    private const int MostSteps = 256;

    /// <summary>
    /// Reads both; null are BERT's own of a WordPiece, whose options <see cref="NormalizerJson.ReadBert"/> gives.
    /// </summary>
    /// <param name="root">The file.</param>
    /// <param name="isWordPiece">Whether the model is a WordPiece.</param>
    /// <exception cref="ClozeException">One is malformed, or of a type that is not understood.</exception>
    public static ComposedPipeline? Read(JsonField root, bool isWordPiece)
    {
        JsonField? normalizer = root.Optional("normalizer"), preTokenizer = root.Optional("pre_tokenizer");
        if (isWordPiece && IsBert(normalizer, preTokenizer)) return null;
        return new ComposedPipeline(
            normalizer is { } first ? Few(NormalizerJson.Steps(first), first) : [],
            preTokenizer is { } second ? Few(PreTokenizerJson.Steps(second), second) : [],
            normalizer?.Json ?? "null",
            preTokenizer?.Json ?? "null");
    }

    private static T[] Few<T>(IEnumerable<T> steps, JsonField field)
    {
        T[] all = [.. steps.Take(MostSteps + 1)];
        return all.Length <= MostSteps ? all : throw field.Wrong($"at most {MostSteps} steps");
    }

    private static bool IsBert(JsonField? normalizer, JsonField? preTokenizer) =>
        preTokenizer is { } second && PreTokenizerJson.IsBert(second)
            && normalizer is { } first && NormalizerJson.TypeOf(first).Text() == NormalizerJson.Bert;
}
