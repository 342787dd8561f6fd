namespace Cloze.Tests.Text;

/// <summary>
/// A folder with a public vocabulary of byte pairs and its merges, as older models have them, and what is said beside.
/// </summary>
internal sealed class BytePairFolderOf : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BytePairFolderOf(string name, string kind)
    {
        File.Copy(SharedFiles.Require($"data/vocab/{name}-vocab.json"), _folder.File("vocab.json"));
        File.Copy(SharedFiles.Require($"data/vocab/{name}-merges.txt"), _folder.File("merges.txt"));

        // GPT-2 has one special token, which stands for all.
        string names = kind != "GPT2Tokenizer" ? "" : string.Concat(
            new[] { "pad", "unk", "cls", "sep", "mask" }.Select(token => $", \"{token}_token\": \"<|endoftext|>\""));
        _folder.Write("tokenizer_config.json", $"{{\"tokenizer_class\": \"{kind}\"{names}}}");
    }

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();
}
