using Cloze.Files;

namespace Cloze.Data;

/// <summary>
/// The kinds of files that a corpus is read from. The library reads text, JSON lines and gzip; a program that has a
/// package for more adds it here, once, before it reads. What is added holds for the whole process.
/// </summary>
public static class CorpusFormats
{
    private static readonly string[] s_texts = [".txt", ".md", ".jsonl"];
    private static readonly Lock s_adding = new();
    private static ITableFormat[] s_tables = [];

    /// <summary>What is read, for messages: ".txt, .md, .jsonl, or one of these with .gz".</summary>
    internal static string Expected
    {
        get
        {
            string texts = string.Join(", ", s_texts), packed = $"one of these with {PackedExtensions}";
            return Tables.Length == 0 ? $"{texts}, or {packed}" : $"{texts}, {packed}, or {TableExtensions}";
        }
    }

    /// <summary>What a folder is searched for, for messages: ".txt, .md or .jsonl file (nor .gz of one)".</summary>
    internal static string Searched
    {
        get
        {
            string[] kinds = [.. s_texts, .. Tables.Select(table => table.Extension)];
            return $"{string.Join(", ", kinds[..^1])} or {kinds[^1]} file (nor {PackedExtensions} of one)";
        }
    }

    private static ITableFormat[] Tables => Volatile.Read(ref s_tables);

    private static string PackedExtensions => string.Join(" or ", Packing.All.Select(packing => packing.Extension));

    private static string TableExtensions => string.Join(" or ", Tables.Select(table => table.Extension));

    /// <summary>Adds a kind of table; nothing happens where its extension is known.</summary>
    /// <exception cref="ArgumentNullException">None is given.</exception>
    public static void Add(ITableFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        lock (s_adding)
        {
            if (s_tables.Any(known => known.Extension == format.Extension)) return;
            Volatile.Write(ref s_tables, [.. s_tables, format]);
        }
    }

    /// <summary>Adds a way to pack; nothing happens where its extension is known.</summary>
    /// <exception cref="ArgumentNullException">None is given.</exception>
    /// <exception cref="ArgumentException">It begins with no byte, or with more than 8.</exception>
    public static void Add(IPackedFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        byte[] start = format.Start.ToArray();
        if (start.Length is 0 or > 8) throw new ArgumentException("Expected 1 to 8 bytes to begin with.");
        Packing.Add(new Packing(format.Name, format.Extension, start, format.Unpack));
    }

    /// <summary>The kind of table that a file's name tells; null where it tells none.</summary>
    internal static ITableFormat? Table(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        return Array.Find(Tables, table => table.Extension == extension);
    }

    /// <summary>Whether files of this name are read.</summary>
    internal static bool IsReadable(string path) =>
        s_texts.Contains(CorpusFiles.Format(path)) || Table(path) is not null;
}
