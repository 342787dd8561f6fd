using Cloze.Data;

namespace Cloze.Peers.MiniLm;

/// <summary>
/// Sentences to embed: lines of the .NET reference documentation, which every SDK carries, or of a file.
/// </summary>
internal static class MiniLmTexts
{
    private const int Shortest = 20, Longest = 600, Step = 97;

    /// <summary>As many as are asked for, the same in every run.</summary>
    /// <param name="file">A text file, a sentence a line; null for the reference documentation.</param>
    /// <param name="count">How many.</param>
    public static string[] Read(string? file, int count)
    {
        IEnumerable<string> lines = file is null
            ? SdkDocumentation.Read().SelectMany(document => document.Text.Split('\n'))
            : File.ReadLines(file);
        string[] texts =
        [
            .. lines.Select(line => line.Trim()).Where(line => line.Length is >= Shortest and <= Longest).Distinct()
                .Where((_, index) => file is not null || index % Step == 0).Take(count),
        ];
        return texts.Length == count
            ? texts
            : throw new ArgumentException($"{texts.Length} sentences are there, expected {count}.");
    }
}
