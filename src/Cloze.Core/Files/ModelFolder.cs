namespace Cloze.Files;

/// <summary>Tells the path of a model folder from what people give in its place.</summary>
internal static class ModelFolder
{
    /// <summary>The files of a model folder, for messages.</summary>
    public const string Contents =
        "config.json, weights (model.safetensors, pytorch_model.bin, onnx/model.onnx, or bert_model.ckpt.index with "
        + "bert_config.json) and a tokenizer (tokenizer.json, vocab.txt, or vocab.json with merges.txt)";

    private static readonly string[] s_words = ["bert", "electra"];

    /// <summary>Makes sure that a path leads to a folder.</summary>
    /// <exception cref="ClozeException">It is empty, leads to a file or nowhere, or is the name of a model.</exception>
    public static void Require(string path)
    {
        if (!Directory.Exists(path)) throw Missing(path);
    }

    /// <summary>Makes sure that a path leads to a folder, or may be one of a file.</summary>
    /// <exception cref="ClozeException">It is empty, or leads nowhere and is no file's.</exception>
    public static void RequireOrFile(string path)
    {
        bool isFile = Path.GetExtension(path) is ".json" or ".txt" || File.Exists(path);
        if (!isFile) Require(path);
    }

    private static ClozeException Missing(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return new ClozeException(
                $"The path of the model is \"{path}\", expected a folder.", $"Give a folder with {Contents}.");
        }

        if (File.Exists(path))
        {
            return new ClozeException(
                $"{path} is a file, expected the folder of a model.", $"Give the folder that holds {Contents}.");
        }

        return IsNameOnHub(path)
            ? new ClozeException(
                $"There is no folder {path}; it looks like the name of a model on a hub.",
                "The command line downloads models by their names. From code, give a revision too, such as main, or "
                + $"the folder that HubModels.ResolveAsync gives; or a folder with {Contents}.")
            : new ClozeException(
                $"There is no folder {path}.", $"Check the path; a model folder holds {Contents}.");
    }

    /// <summary>
    /// Whether a path that leads nowhere is rather a name: <c>owner/model</c> where there is no folder of the owner's
    /// name, or a single word with <c>bert</c> or <c>electra</c> in it.
    /// </summary>
    public static bool IsNameOnHub(string path)
    {
        string[] parts = path.TrimEnd('/', '\\').Split('/');
        if (parts.Length > 2 || !parts.All(IsPlainName)) return false;
        if (Path.GetExtension(path) is ".json" or ".txt") return false;
        return parts.Length == 2
            ? !Directory.Exists(parts[0])
            : s_words.Any(word => parts[0].Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a text is one part of such a name, or the name of a file without a folder.</summary>
    public static bool IsPlainName(string part) =>
        part.Length > 0
        && char.IsAsciiLetterOrDigit(part[0])
        && part.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
