using Cloze.Files;

namespace Cloze.Data;

/// <summary>Files of JSON lines, and folders of them.</summary>
internal static class JsonLineFiles
{
    private const string Extension = ".jsonl";

    /// <summary>
    /// The lines of a .jsonl file, or of all in a folder, those in the ordinal order of their relative paths; .gz too.
    /// </summary>
    /// <exception cref="ClozeException">
    /// Nothing is there, it is no .jsonl file nor a folder with one, or a file is no text or cannot be read.
    /// </exception>
    public static IEnumerable<JsonLine> Read(string path)
    {
        IEnumerable<string> there = Directory.Exists(path) ? CorpusFiles.ListFolder(path) : [path];
        bool exists = File.Exists(path) || Directory.Exists(path);
        if (exists && !there.Any(IsOfLines)) throw NoLines(path);
        CorpusListing listing = CorpusFiles.Find(new CorpusOptions { Paths = [path] });
        string[] files = [.. listing.Files.Where(IsOfLines)];
        return files.Length > 0 ? files.SelectMany(ReadFile) : throw NoLines(path);
    }

    private static bool IsOfLines(string file) => CorpusFiles.Format(file) == Extension;

    private static ClozeException NoLines(string path)
    {
        string packed = string.Join(" or ", Packing.All.Select(packing => Extension + packing.Extension));
        return new ClozeException(
            $"{path} is no {Extension} file, nor a folder with one.",
            $"Name a file of one JSON object a line that ends in {Extension}, or in {packed} where it is packed.");
    }

    /// <summary>The lines of a stream, which may be packed.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="ClozeException">The bytes are no text, or a line is too long.</exception>
    public static IEnumerable<JsonLine> Read(Stream stream, string name) => Lines(PackedFile.Unpack(stream), name);

    private static IEnumerable<JsonLine> ReadFile(string file)
    {
        using Stream stream = PackedFile.Open(file);
        foreach (JsonLine line in Lines(stream, file)) yield return line;
    }

    private static IEnumerable<JsonLine> Lines(Stream stream, string name) =>
        JsonLine.Read(new TextLineReader(stream, name, false), name);
}
