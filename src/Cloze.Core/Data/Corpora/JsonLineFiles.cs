using Cloze.Files;

namespace Cloze.Data;

/// <summary>Files of JSON lines, and folders of them.</summary>
internal static class JsonLineFiles
{
    /// <summary>
    /// The lines of a .jsonl file, or of all in a folder, those in the ordinal order of their relative paths; .gz too.
    /// </summary>
    /// <exception cref="ClozeException">
    /// Nothing is there, it is no .jsonl file nor a folder with one, or a file is no text or cannot be read.
    /// </exception>
    public static IEnumerable<JsonLine> Read(string path)
    {
        CorpusListing listing = CorpusFiles.Find(new CorpusOptions { Paths = [path] });
        string[] files = [.. listing.Files.Where(file => CorpusFiles.Format(file) == ".jsonl")];
        if (files.Length == 0)
        {
            throw new ClozeException(
                $"{path} is no .jsonl file, nor a folder with one.", "Name a file of one JSON object a line.");
        }

        return files.SelectMany(ReadFile);
    }

    private static IEnumerable<JsonLine> ReadFile(string file)
    {
        using Stream stream = PackedFile.Open(file);
        foreach (JsonLine line in JsonLine.Read(new TextLineReader(stream, file, false), file)) yield return line;
    }
}
