using System.Globalization;

namespace Cloze.Fuzz;

/// <summary>What is asked on the command line.</summary>
internal sealed record FuzzOptions
{
    /// <summary>The formats to try.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Seconds for each format.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>The seed: the same gives the same inputs.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where findings go.</summary>
    public string Output { get; init; } = Path.Combine("artifacts", "fuzz");

    /// <summary>Reads names of formats, or <c>all</c>, and options.</summary>
    /// <exception cref="ClozeException">A word is not understood.</exception>
    public static FuzzOptions Parse(IReadOnlyList<string> words)
    {
        var options = new FuzzOptions();
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            options = word switch
            {
                "--minutes" => options with { Seconds = 60 * Number(words, ++i) },
                "--seconds" => options with { Seconds = Number(words, ++i) },
                "--seed" => options with { Seed = (ulong)Number(words, ++i) },
                "--out" => options with { Output = Path.GetFullPath(Value(words, ++i)) },
                "all" => options with { Formats = FuzzFormats.Names },
                _ when FuzzFormats.Names.Contains(word) => options with { Formats = [.. options.Formats, word] },
                _ => throw new ClozeException($"{word} is no format and no option.", Usage),
            };
        }

        return options.Formats.Count > 0 ? options : throw new ClozeException("No format is named.", Usage);
    }

    private static string Usage =>
        "(all | FORMAT...) [--minutes N | --seconds N] [--seed N] [--out FOLDER], or replay FORMAT FILE. Formats: "
        + string.Join(", ", FuzzFormats.Names);

    private static string Value(IReadOnlyList<string> words, int at) =>
        at < words.Count ? words[at] : throw new ClozeException($"{words[^1]} needs a value.", Usage);

    private static double Number(IReadOnlyList<string> words, int at) =>
        double.TryParse(Value(words, at), CultureInfo.InvariantCulture, out double value) && value >= 0
            ? value
            : throw new ClozeException($"{words[at]} is no number.", Usage);
}
