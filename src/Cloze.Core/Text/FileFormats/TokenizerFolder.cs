using Cloze.Files;

namespace Cloze.Text;

/// <summary>The files of a tokenizer: which of them to read, and writing them all.</summary>
internal static class TokenizerFolder
{
    private const string JsonName = "tokenizer.json", VocabularyName = "vocab.txt", SentencePieceFiles = "*.model";

    /// <summary>The file that the tokenizer of a folder is read from; null where it has none.</summary>
    public static string? FindIn(string folder) =>
        new[] { JsonName, VocabularyName, BytePairFolder.VocabularyName }
            .Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Reads a tokenizer from a folder or from one of its files.</summary>
    /// <exception cref="ClozeException">
    /// Nothing is there, or it is malformed, or of a kind that Cloze does not have.
    /// </exception>
    public static TokenizerDefinition Read(string path)
    {
        string file = Directory.Exists(path) ? Choose(path) : path;
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        TokenizerConfig config = TokenizerConfig.Read(folder);
        bool pairs = Path.GetFileName(file) is BytePairFolder.VocabularyName or MergesFile.FileName;
        bool json = !pairs && Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase);
        config.Class.Require(hasJson: json || File.Exists(Path.Combine(folder, JsonName)), pairs);
        if (pairs) return BytePairFolder.Read(Path.Combine(folder, BytePairFolder.VocabularyName), config);
        return json ? TokenizerJsonReader.Read(file, config) : VocabularyFolder.Read(file, config);
    }

    /// <summary>
    /// Writes the files; the folder is made if it is missing. An id without a piece is a blank line of
    /// <c>vocab.txt</c>, so that all ids stay; what was added to the model's pieces is in <c>tokenizer.json</c>, and
    /// there alone if it has a line end in it.
    /// </summary>
    /// <exception cref="ClozeException">
    /// A file cannot be written, or a piece cannot stand in <c>vocab.txt</c>.
    /// </exception>
    public static void Write(TokenizerDefinition definition, string folder, bool looksAtTypes = true)
    {
        List<string> pieces = [.. definition.PiecesOfModel()];
        bool isWordPiece = definition.Model is WordPieceDefinition;
        HashSet<string> added = [.. definition.AddedTokens.Select(token => token.Content)];
        List<string> lines = [.. pieces.Select(piece => HasLineEnd(piece) && added.Contains(piece) ? "" : piece)];
        if (isWordPiece && lines.Exists(HasLineEnd))
        {
            throw new ClozeException(
                $"Cannot write {VocabularyName} to {folder}: a piece of the vocabulary has a line end in it.",
                "Remove that piece; no text ever gives it.");
        }

        Folder.Create(folder);
        if (isWordPiece)
        {
            AtomicFile.WriteText(
                Path.Combine(folder, VocabularyName), string.Concat(lines.Select(piece => piece + "\n")));
        }
        else if (definition.Model is BytePairDefinition pairs && BytePairFolder.CanWrite(pairs, definition))
        {
            BytePairFolder.Write(pairs, pieces, folder);
        }

        WriteJson(definition, folder);
        TokenizerConfig.Write(folder, definition, looksAtTypes);
    }

    /// <summary>
    /// Writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c>, unless they are there; gives the names of those
    /// that were written.
    /// </summary>
    /// <exception cref="ClozeException">A file cannot be written.</exception>
    public static IReadOnlyList<string> WriteMissing(TokenizerDefinition definition, string folder, bool looksAtTypes)
    {
        string[] missing =
            [.. new[] { JsonName, TokenizerConfig.FileName }.Where(name => !File.Exists(Path.Combine(folder, name)))];
        if (missing.Contains(JsonName)) WriteJson(definition, folder);
        if (missing.Contains(TokenizerConfig.FileName)) TokenizerConfig.Write(folder, definition, looksAtTypes);
        return missing;
    }

    private static void WriteJson(TokenizerDefinition definition, string folder) =>
        AtomicFile.Write(Path.Combine(folder, JsonName), stream => TokenizerJsonWriter.Write(definition, stream));

    private static bool HasLineEnd(string piece) => piece.AsSpan().ContainsAny('\n', '\r');

    private static string Choose(string folder) => FindIn(folder) ?? throw new ClozeException(
        $"The folder {folder} holds neither {JsonName} nor {VocabularyName}, nor {BytePairFolder.VocabularyName} "
        + $"with {MergesFile.FileName}.",
        Directory.EnumerateFiles(folder, SentencePieceFiles).Select(Path.GetFileName).FirstOrDefault() is { } other
            ? $"{Printable.Line(other)} is a model of SentencePiece: save the tokenizer as {JsonName}, which "
                + "Hugging Face's library does when it opens the folder and saves it."
            : "Give a model or tokenizer folder, or one of these files.");
}
