using Cloze.Data;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Corpora;

/// <summary>
/// Parquet tables: a document is the text of a row, in the column that <see cref="CorpusOptions.TextField"/> names;
/// rows without a text are passed over.
/// </summary>
/// <remarks>
/// Format: github.com/apache/parquet-format. Read is one column of texts, page by page; other columns are not touched.
/// Why by code of our own stands in <c>docs/decisions/0034-parquet-by-hand.md</c>.
/// </remarks>
internal sealed class ParquetFormat : ITableFormat
{
    private const int MostNamed = 8;

    public string Extension => ".parquet";

    public IEnumerable<string> Read(SafeFileHandle file, string name, CorpusOptions options)
    {
        var texts = new TextDecoder(options.ReplaceInvalid);
        var table = new TableFile(file);
        TableFooter footer = Guard(name, table.ReadFooter);
        LeafColumn column = Find(Guard(name, footer.ReadColumns), options.TextField, name);
        foreach (ColumnChunk chunk in Guard(name, () => footer.ReadChunks(column)))
        {
            var reader = new ColumnReader(table, column, chunk, texts);
            while (Guard(name, reader.ReadPage) is { } page)
            {
                foreach (string text in page) yield return text;
            }
        }
    }

    private static LeafColumn Find(IReadOnlyList<LeafColumn> columns, string field, string name)
    {
        LeafColumn? found = columns.FirstOrDefault(column => column.Path == field);
        if (found?.IsText == true) return found;
        string[] texts = [.. columns.Where(column => column.IsText).Select(column => $"\"{column.Path}\"")];
        string wrong = found is null ? $"has no column \"{field}\""
            : found.IsRepeated ? $"has lists in the column \"{field}\", expected a text a row"
            : $"has {found.Type} in the column \"{field}\", expected texts";
        throw new ClozeException(
            $"{name} {wrong}.",
            texts.Length == 0
                ? "None of its columns holds texts."
                : $"Columns of texts: {string.Join(", ", texts.Take(MostNamed))}; `text_field` chooses one.");
    }

    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ParquetFaultException fault)
        {
            throw new ClozeException(
                $"{name} is no Parquet table that can be read: {fault.Message}.",
                "Download or write the file again; plain text and JSON lines are read, too.",
                fault);
        }
        catch (InvalidTextException fault)
        {
            throw new ClozeException(
                FormattableString.Invariant($"{name} is not UTF-8: text {fault.Number} of its column is not."),
                "Write the table again, or give `replace_invalid` to read what is no character as U+FFFD.",
                fault);
        }
        catch (IOException error)
        {
            throw new ClozeException($"Cannot read {name}: {error.Message}", "Check the disk and the file.", error);
        }
    }
}
