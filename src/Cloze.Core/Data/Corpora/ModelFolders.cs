namespace Cloze.Data;

/// <summary>
/// Tells which files of a folder belong to a model: everything in a folder below that is one, and a vocabulary that
/// lies beside its tokenizer anywhere.
/// </summary>
/// <param name="root">The folder that is searched; what was named is read even where a model lies in it.</param>
/// <param name="noText">Folders that are no text, whatever is in them.</param>
internal sealed class ModelFolders(string root, IReadOnlyList<string> noText)
{
    private static readonly string[] s_vocabularies = ["vocab.txt", "merges.txt"];
    private static readonly string[] s_tokenizers =
        ["config.json", "bert_config.json", "tokenizer.json", "tokenizer_config.json"];

    private static readonly string[] s_weights =
        ["*.safetensors", "pytorch_model*.bin", "tf_model.h5", "flax_model.msgpack", "model*.onnx"];

    private readonly string _root = Full(root);
    private readonly string[] _noText = [.. noText.Select(Full)];
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>The model's folder, or the vocabulary, that a file is part of; null where it is text.</summary>
    public string? Find(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        if (OfFolder(folder) is { } model) return model;
        return IsVocabulary(file, folder) ? file : null;
    }

    // Asked for every file, it looks at every folder once.
    private string? OfFolder(string folder)
    {
        if (Full(folder).Length <= _root.Length) return null;
        if (_known.TryGetValue(folder, out string? known)) return known;
        string? above = Path.GetDirectoryName(folder) is { } parent ? OfFolder(parent) : null;
        bool isNoText = IsModel(folder) || IsRun(folder) || _noText.Contains(Full(folder));
        return _known[folder] = above ?? (isNoText ? folder : null);
    }

    // Its model may lie among texts.
    private static bool IsRun(string folder) =>
        Path.GetFileName(folder) == "training" && File.Exists(Path.Combine(folder, "state.json"));

    private static bool IsModel(string folder) => File.Exists(Path.Combine(folder, "config.json"))
        && (s_weights.Any(pattern => Directory.EnumerateFiles(folder, pattern).Any())
            || File.Exists(Path.Combine(folder, "training", "state.json")));

    private static bool IsVocabulary(string file, string folder) =>
        s_vocabularies.Contains(Path.GetFileName(file))
        && s_tokenizers.Any(name => File.Exists(Path.Combine(folder, name)));

    private static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
