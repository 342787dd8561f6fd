using Cloze.Files;

namespace Cloze.Data;

/// <summary>Reads documents from files and folders.</summary>
public static class Corpus
{
    /// <summary>
    /// The documents of all files, read as they are asked for, in bounded memory and in an order that does not depend
    /// on the file system. Paths are checked at once, contents while reading.
    /// </summary>
    /// <exception cref="ClozeException">
    /// A path does not exist, is of an unknown kind, or is a folder with nothing to read; while reading: a file is not
    /// UTF-8, no valid gzip, or no valid JSON lines, or there is no document at all.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The longest document is set below 2 characters.</exception>
    public static IEnumerable<Document> Read(CorpusOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LongestDocument, 2);
        return ReadFiles(CorpusFiles.Find(options.Paths), options);
    }

    private static IEnumerable<Document> ReadFiles(IReadOnlyList<string> files, CorpusOptions options)
    {
        bool empty = true;
        foreach (string file in files)
        {
            foreach (string text in ReadFile(file, options))
            {
                empty = false;
                yield return new Document(text, file);
            }
        }

        if (empty)
        {
            throw new ClozeException(
                $"The corpus is empty: no document in {string.Join(", ", options.Paths)}.",
                "Give files that hold text as `data`.");
        }
    }

    private static IEnumerable<string> ReadFile(string file, CorpusOptions options)
    {
        using Stream stream = PackedFile.Open(file);
        var lines = new Utf8LineReader(stream, file, options.ReplaceInvalid);
        IEnumerable<string> texts = CorpusFiles.Format(file) == ".jsonl"
            ? JsonLineDocuments.Read(lines, file, options.TextField, options.LongestDocument)
            : TextDocuments.Read(lines, options.DocumentRule, options.LongestDocument);
        foreach (string text in texts) yield return text;
    }
}
