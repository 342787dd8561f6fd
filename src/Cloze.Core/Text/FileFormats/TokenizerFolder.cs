using Cloze.Files;

namespace Cloze.Text;

/// <summary>The files of a tokenizer: which of them to read, and writing them all.</summary>
internal static class TokenizerFolder
{
    private const string JsonName = "tokenizer.json", VocabularyName = "vocab.txt";

    /// <summary>Reads a tokenizer from a folder or from one of its files.</summary>
    /// <exception cref="ClozeException">
    /// Nothing is there, or it is malformed, or of a kind that Cloze does not have.
    /// </exception>
    public static TokenizerDefinition Read(string path)
    {
        string file = Directory.Exists(path) ? Choose(path) : path;
        TokenizerConfig config = TokenizerConfig.Read(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? TokenizerJsonReader.Read(file, config)
            : TokenizerDefinition.Bert(Vocabulary.Load(file, config.SpecialTokens), config.Options);
    }

    /// <summary>Writes all three files; the folder is made if it is missing.</summary>
    /// <exception cref="ClozeException">
    /// A file cannot be written, or a piece cannot stand in <c>vocab.txt</c>.
    /// </exception>
    public static void Write(TokenizerDefinition definition, string folder)
    {
        List<string> pieces = [.. definition.Vocabulary.Pieces.Take(definition.ModelPieces)];
        if (pieces.Find(piece => piece.AsSpan().ContainsAny('\n', '\r')) is not null)
        {
            throw new ClozeException(
                $"Cannot write {VocabularyName} to {folder}: a piece of the vocabulary has a line end in it.",
                "Remove that piece; no text ever gives it.");
        }

        Folder.Create(folder);
        AtomicFile.WriteText(
            Path.Combine(folder, VocabularyName), string.Concat(pieces.Select(piece => piece + "\n")));
        AtomicFile.Write(Path.Combine(folder, JsonName), stream => TokenizerJsonWriter.Write(definition, stream));
        TokenizerConfig.Write(folder, definition.Options, definition.Vocabulary.SpecialTokens);
    }

    private static string Choose(string folder) =>
        new[] { JsonName, VocabularyName }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new ClozeException(
            $"The folder {folder} holds neither {JsonName} nor {VocabularyName}.",
            "Give a model or tokenizer folder, or one of these files.");
}
