using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Data;

/// <summary>Reads documents from files and folders.</summary>
public static class Corpus
{
    /// <summary>
    /// The documents of all files, read as they are asked for, in bounded memory and in an order that does not depend
    /// on the file system. Paths are checked at once, contents while reading.
    /// </summary>
    /// <param name="options">What is read, and how.</param>
    /// <param name="report">Hears, before anything is read, what in the folders is left out as no text.</param>
    /// <exception cref="ClozeException">
    /// A path does not exist, is of an unknown kind, or is a folder with nothing to read; while reading: a file is no
    /// text or not in UTF-8, damaged, or has no text in the field asked for, or there is no document at all.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The longest document is set below 2 characters.</exception>
    public static IEnumerable<Document> Read(CorpusOptions options, Action<string>? report = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LongestDocument, 2);
        CorpusListing listing = CorpusFiles.Find(options);
        if (listing.Remark is { } remark) report?.Invoke(remark);
        return ReadFiles(listing.Files, options);
    }

    private static IEnumerable<Document> ReadFiles(IReadOnlyList<string> files, CorpusOptions options)
    {
        bool empty = true;
        foreach (string file in files)
        {
            foreach (DocumentPart part in ReadParts(file, options))
            {
                empty = false;
                yield return new Document(part.Text, file) { Continues = part.Continues };
            }
        }

        if (empty)
        {
            throw new ClozeException(
                $"The corpus is empty: no document in {string.Join(", ", options.Paths)}.",
                "Give files that hold text as `data`.");
        }
    }

    /// <summary>The documents' texts of one file, which may have none.</summary>
    /// <exception cref="ClozeException">While reading: the file is no text, or cannot be read.</exception>
    internal static IEnumerable<string> ReadFile(string file, CorpusOptions options) =>
        ReadParts(file, options).Select(part => part.Text);

    /// <summary>The same, telling the parts of a document that was cut from its beginning.</summary>
    /// <exception cref="ClozeException">While reading: the file is no text, or cannot be read.</exception>
    internal static IEnumerable<DocumentPart> ReadParts(string file, CorpusOptions options) =>
        CorpusFormats.Table(file) is { } table ? ReadTable(table, file, options) : ReadText(file, options);

    private static IEnumerable<DocumentPart> ReadTable(ITableFormat table, string file, CorpusOptions options)
    {
        using SafeFileHandle handle = UntrustedFile.Open(file);
        foreach (DocumentPart part in DocumentCutter.Cut(table.Read(handle, file, options), options.LongestDocument))
        {
            yield return part;
        }
    }

    private static IEnumerable<DocumentPart> ReadText(string file, CorpusOptions options)
    {
        using Stream stream = PackedFile.Open(file);
        foreach (DocumentPart part in ReadText(stream, file, options)) yield return part;
    }

    /// <summary>The documents of an open file of text or JSON lines.</summary>
    /// <exception cref="ClozeException">While reading: it is no text, or cannot be read.</exception>
    internal static IEnumerable<DocumentPart> ReadText(Stream stream, string file, CorpusOptions options)
    {
        var lines = new TextLineReader(stream, file, options.ReplaceInvalid);
        return CorpusFiles.Format(file) == ".jsonl"
            ? JsonLineDocuments.Read(lines, file, options)
            : TextDocuments.Read(lines, options.DocumentRule, options.LongestDocument);
    }
}
