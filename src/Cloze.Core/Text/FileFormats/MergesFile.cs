using System.Text;
using Cloze.Files;

namespace Cloze.Text;

/// <summary><c>merges.txt</c>: two pieces a line with a space between them, the first learned first.</summary>
internal static class MergesFile
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "merges.txt";

    private const long MaximumBytes = 1 << 26;
    private const string Version = "#version";

    /// <summary>Reads it; lines about the version and blank ones count for nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pieces">The vocabulary, which has both pieces of a line and their whole.</param>
    /// <exception cref="ClozeException">It is missing or malformed.</exception>
    public static List<(string Left, string Right)> Read(string path, PieceList pieces)
    {
        string text = System.Text.Encoding.UTF8.GetString(UntrustedFile.Read(path, MaximumBytes));
        var merges = new List<(string, string)>();
        int number = 0;
        foreach (Range range in text.AsSpan().Split('\n'))
        {
            number++;
            ReadOnlySpan<char> line = text.AsSpan(range).TrimEnd('\r').TrimStart('\uFEFF');
            if (line.IsEmpty || line.StartsWith(Version, StringComparison.Ordinal)) continue;
            int space = line.IndexOf(' ');
            if (space <= 0 || line[(space + 1)..].Contains(' ')) throw Wrong(path, number, line, "two pieces");
            (string left, string right) = (line[..space].ToString(), line[(space + 1)..].ToString());
            if (!BytePairJson.IsMerge(left, right, "", pieces))
            {
                throw Wrong(path, number, line, "two pieces of the vocabulary whose whole is a piece of it, too");
            }

            if (merges.Count == BytePairJson.MostMerges)
            {
                throw Wrong(path, number, line, $"at most {BytePairJson.MostMerges} merges before it");
            }

            merges.Add((left, right));
        }

        return merges;
    }

    /// <summary>The file's text.</summary>
    public static string Write(IReadOnlyList<(string Left, string Right)> merges)
    {
        var text = new StringBuilder(Version).Append(": 0.2\n");
        foreach ((string left, string right) in merges) text.Append(left).Append(' ').Append(right).Append('\n');
        return text.ToString();
    }

    private static ClozeException Wrong(string path, int number, ReadOnlySpan<char> line, string expected)
    {
        const int shown = 60;
        string found = line.Length <= shown ? line.ToString() : line[..shown].ToString() + "...";
        return new ClozeException(
            $"{path}, line {number}, is '{Printable.Line(found)}', expected {expected}.",
            "Take vocab.json and merges.txt from where the model came from; they belong together.");
    }
}
