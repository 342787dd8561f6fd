namespace Cloze.Fuzz;

/// <summary>Every kind of input by its name.</summary>
internal static class FuzzFormats
{
    private static readonly Dictionary<string, Func<FuzzFormat>> s_formats = new()
    {
        ["safetensors"] = () => new SafetensorsInput(),
        ["safetensors-index"] = () => new SafetensorsIndexInput(),
        ["pytorch"] = () => new PyTorchInput(),
        ["tensorflow"] = () => new CheckpointInput(),
        ["onnx"] = () => new OnnxInput(),
        ["config"] = () => new ConfigInput(),
        ["tokenizer-json"] = () => new TokenizerJsonInput(),
        ["vocab"] = () => new VocabularyInput(),
        ["vocab-json"] = () => new BytePairFolderInput("vocab.json"),
        ["merges"] = () => new BytePairFolderInput("merges.txt"),
        ["unigram"] = () => new UnigramInput(rulesAlone: false),
        ["unigram-rules"] = () => new UnigramInput(rulesAlone: true),
        ["tokenizer-config"] = () => new TokenizerConfigInput(),
        ["checkpoint-state"] = () => new CheckpointStateInput(),
        ["run-log"] = () => new RunLogInput(),
        ["token-store"] = () => new TokenStoreInput(),
        ["shard"] = () => new ShardInput(),
        ["store-manifest"] = () => new StoreManifestInput(),
        ["store-append"] = () => new AppendedStoreInput(changesManifest: true),
        ["store-signatures"] = () => new AppendedStoreInput(changesManifest: false),
        ["corpus-text"] = () => new CorpusInput("corpus.txt"),
        ["corpus-jsonl"] = () => new CorpusInput("corpus.jsonl"),
        ["corpus-gzip"] = () => new PackedCorpusInput(),
        ["corpus-zstd"] = () => new ZstandardInput(),
        ["corpus-parquet"] = () => new ParquetInput(),
        ["input-lines"] = () => new InputLinesInput(),
        ["training-config"] = () => new TrainingConfigInput(),
        ["requests"] = () => new RequestInput(),
        ["raw-requests"] = () => new RawRequestInput(),
        ["command-line"] = () => new CommandLineInput(),
    };

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names => [.. s_formats.Keys];

    /// <summary>Sets one up.</summary>
    /// <exception cref="ClozeException">There is none of this name.</exception>
    public static FuzzFormat Create(string name) => s_formats.TryGetValue(name, out Func<FuzzFormat>? create)
        ? create()
        : throw new ClozeException($"There is no format {name}.", $"Name one of: {string.Join(", ", Names)}.");
}
