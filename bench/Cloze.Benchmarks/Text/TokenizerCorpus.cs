using System.IO.Compression;
using System.Text;

namespace Cloze.Benchmarks.Text;

/// <summary>Text to be tokenised, line by line as it stands in its files.</summary>
/// <param name="Name">What kind of text it is.</param>
/// <param name="Lines">The lines without their ends, empty ones left out.</param>
/// <param name="Bytes">Their bytes in UTF-8, line ends not counted.</param>
internal sealed record TokenizerCorpus(string Name, string[] Lines, long Bytes)
{
    /// <summary>Enough for a pass to take milliseconds: a smaller corpus is gone through several times.</summary>
    private const long LeastBytes = 4 << 20;

    /// <summary>The corpora that the folder of shared data holds.</summary>
    public static IEnumerable<TokenizerCorpus> All(string data)
    {
        string[] novels = ["Austen_Pride", "CBronte_Jane", "Dickens_Hard", "Eliot_Mill", "Thackeray_Vanity"];
        string[] accented = ["ces", "fra", "deu_1901", "hun", "pol", "por_PT", "spa", "swe", "tur", "vie"];
        yield return Read("English prose", novels.Select(name => $"{data}/corpus/british-fiction/{name}.txt"));
        yield return Read(".NET documentation", [$"{data}/corpus/dotnet-sdk-docs.txt.gz"]);
        yield return Read("Japanese", [$"{data}/stress/wagahaiwa_nekodearu.ja.txt"]);
        yield return Read("accented", accented.Select(name => $"{data}/stress/udhr/{name}.txt"));
    }

    /// <summary>The lines of a file as the golden hashes are defined: cut at \n, one \r taken off the end.</summary>
    public static string[] ReadLines(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        string text = Encoding.UTF8.GetString(bytes.ToArray());
        return [.. text.Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line)];
    }

    private static TokenizerCorpus Read(string name, IEnumerable<string> paths)
    {
        string[] lines = [.. paths.SelectMany(ReadLines).Where(line => line.Length > 0)];
        long bytes = lines.Sum(line => (long)Encoding.UTF8.GetByteCount(line));
        int times = (int)(1 + (LeastBytes / bytes));
        return new TokenizerCorpus(
            name, [.. Enumerable.Repeat(lines, times).SelectMany(copy => copy)], bytes * times);
    }
}
